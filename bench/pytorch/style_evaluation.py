#!/usr/bin/env python3
"""One evaluation of the style objective in PyTorch, eager, on CUDA: what the engines here are compared with on the same GPU.

The same work as an evaluation of Plein Air with its default params: VGG-19 up to relu5_1 with average pooling and seeded He-normal filters,
style at relu1_1 ... relu5_1, content at conv4_2 (before its ReLU), total variation; the loss and its gradient at the image. Needs nothing but
PyTorch:

    python3 style_evaluation.py --sizes 512,640 --out pytorch.json
"""

import argparse
import datetime
import json
import math
import statistics
import sys
import time

import torch
import torch.nn.functional as F

# (layers, channels) of each block; block 5 ends at its first convolution, the deepest that a loss taps.
BLOCKS = [(2, 64), (2, 128), (4, 256), (4, 512), (1, 512)]
STYLE_TAPS = ["relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1"]
CONTENT_TAPS = ["conv4_2"]
WEIGHT_CONTENT, WEIGHT_STYLE, WEIGHT_TV = 5.0, 1e4, 1e-3
MEAN = [123.68, 116.779, 103.939]


def conv_layers():
    """Yields (block, place in it, inputs, outputs) in network order."""
    inputs = 3
    for b, (layers, channels) in enumerate(BLOCKS, 1):
        for i in range(1, layers + 1):
            yield b, i, inputs, channels
            inputs = channels


def evaluation_flops(width, height):
    """Operations of one evaluation, convolutions counted directly: the same count as in src/benchmark/work.ts."""
    macs = 0
    for b, i, inputs, outputs in conv_layers():
        positions = (width >> (b - 1)) * (height >> (b - 1))
        macs += 9 * inputs * outputs * positions
        if f"relu{b}_{i}" in STYLE_TAPS:
            macs += outputs * outputs * positions
    return 2 * 2 * macs  # a multiply and an add; the gradient takes as much again


class Network:
    """VGG-19 with fixed filters, as far as the taps go."""

    def __init__(self, device, memory_format):
        generator = torch.Generator().manual_seed(0)
        self.filters = {}
        for b, i, inputs, outputs in conv_layers():
            deviation = math.sqrt(2 / (9 * inputs))
            weight = torch.randn(outputs, inputs, 3, 3, generator=generator) * deviation
            weight = weight.to(device).contiguous(memory_format=memory_format)
            self.filters[b, i] = weight, torch.zeros(outputs, device=device)

    def taps(self, x):
        """Activations at all taps, by name. x: [1, 3, height, width], RGB 0-255 minus the mean."""
        found = {}
        for (b, i), (weight, bias) in self.filters.items():
            if i == 1 and b > 1:
                x = F.avg_pool2d(x, 2)
            x = F.conv2d(x, weight, bias, padding=1)
            conv, relu = f"conv{b}_{i}", f"relu{b}_{i}"
            if conv in CONTENT_TAPS:
                found[conv] = x
                x = F.relu(x)
            else:
                # Nobody reads the values from before: in place is the faster way.
                x = F.relu_(x)
            if relu in STYLE_TAPS:
                found[relu] = x
        return found


def gram(features):
    """Gram matrix over the positions, divided by their number."""
    _, channels, height, width = features.shape
    positions = height * width
    if features.is_contiguous():
        rows = features.view(channels, positions)
        return rows @ rows.t() / positions
    rows = features.permute(0, 2, 3, 1).reshape(positions, channels)
    return rows.t() @ rows / positions


class Objective:
    """Content, style and variation terms of one picture."""

    def __init__(self, network, content, style):
        self.network = network
        with torch.no_grad():
            self.content = {tap: value.clone() for tap, value in network.taps(content).items() if tap in CONTENT_TAPS}
            self.grams = {tap: gram(value) for tap, value in network.taps(style).items() if tap in STYLE_TAPS}

    def loss(self, x):
        taps = self.network.taps(x)
        content = 0
        for tap, target in self.content.items():
            _, n, height, width = target.shape
            k = 1 / (2 * math.sqrt(n) * math.sqrt(height * width))
            content = content + k / len(self.content) * (taps[tap] - target).square().sum()
        style = 0
        for tap, target in self.grams.items():
            n = target.shape[0]
            style = style + 1 / (4 * n * n) / len(self.grams) * (gram(taps[tap]) - target).square().sum()
        # Layer weights sum to 1, and each sum is divided by the number of its layers.
        content = content / len(self.content)
        style = style / len(self.grams)
        tv = (x[..., 1:, :] - x[..., :-1, :]).abs().sum() + (x[..., :, 1:] - x[..., :, :-1]).abs().sum()
        return WEIGHT_CONTENT * content + WEIGHT_STYLE * style + WEIGHT_TV * tv

    def evaluate(self, x):
        loss = self.loss(x)
        (gradient,) = torch.autograd.grad(loss, x)
        return loss.detach(), gradient


def scene(width, height, seed, memory_format):
    """A made picture: soft waves with grain, mean-subtracted."""
    generator = torch.Generator().manual_seed(seed)
    ys = torch.linspace(0, 6, height)[:, None]
    xs = torch.linspace(0, 8, width)[None, :]
    waves = torch.stack([torch.sin(xs * (1 + 0.3 * c) + ys + seed) for c in range(3)])
    image = 128 + 80 * waves + 30 * (2 * torch.rand(3, height, width, generator=generator) - 1)
    image = image - torch.tensor(MEAN)[:, None, None]
    return image[None].cuda().contiguous(memory_format=memory_format)


def measure(width, height, precision, layout, warm_up, repeats):
    """One row of the record: median time of an evaluation by CUDA's events, and by the host's clock over all of them."""
    torch.backends.cuda.matmul.allow_tf32 = precision == "tf32"
    torch.backends.cudnn.allow_tf32 = precision == "tf32"
    memory_format = torch.channels_last if layout == "channels_last" else torch.contiguous_format
    objective = Objective(
        Network("cuda", memory_format), scene(width, height, 1, memory_format), scene(width, height, 2, memory_format)
    )
    x = scene(width, height, 3, memory_format).requires_grad_(True)
    torch.cuda.reset_peak_memory_stats()
    for _ in range(warm_up):
        loss, gradient = objective.evaluate(x)
    torch.cuda.synchronize()
    events = [torch.cuda.Event(enable_timing=True) for _ in range(repeats + 1)]
    began = time.perf_counter()
    events[0].record()
    for event in events[1:]:
        loss, gradient = objective.evaluate(x)
        event.record()
    torch.cuda.synchronize()
    wall = (time.perf_counter() - began) * 1000 / repeats
    times = [a.elapsed_time(b) for a, b in zip(events, events[1:])]
    ms = statistics.median(times)
    flops = evaluation_flops(width, height)
    norm = gradient.norm().item()
    if not (math.isfinite(loss.item()) and math.isfinite(norm) and norm > 0):
        raise RuntimeError(f"loss {loss.item()}, gradient norm {norm}: that is no evaluation")
    return {
        "engine": "pytorch eager",
        "precision": precision,
        "layout": layout,
        "width": width,
        "height": height,
        "msPerEvaluation": ms,
        "msFastest": min(times),
        "msWall": wall,
        "flops": flops,
        "tflops": flops / ms / 1e9,
        "bytes": torch.cuda.max_memory_allocated(),
        "loss": loss.item(),
        "gradientNorm": norm,
    }


def parse_size(text):
    width, _, height = text.partition("x")
    return int(width), int(height or width)


def main():
    parser = argparse.ArgumentParser(description="Times one evaluation of the style objective in PyTorch on CUDA.")
    parser.add_argument("--sizes", default="512,640", help="widths of squares, or sizes: 512,640x360")
    parser.add_argument("--warm-up", type=int, default=10)
    parser.add_argument("--repeats", type=int, default=50)
    parser.add_argument("--out", help="also write the record here")
    options = parser.parse_args()
    if not torch.cuda.is_available():
        sys.exit("PyTorch sees no CUDA device here.")
    # cuDNN tries its algorithms at the first evaluation of each shape, Winograd among them, and keeps the fastest.
    torch.backends.cudnn.benchmark = True

    rows = []
    for width, height in map(parse_size, options.sizes.split(",")):
        for precision in ("f32", "tf32"):
            for layout in ("contiguous", "channels_last"):
                row = measure(width, height, precision, layout, options.warm_up, options.repeats)
                rows.append(row)
                print(
                    f"{width}x{height} {precision:5} {layout:14} {row['msPerEvaluation']:8.3f} ms"
                    f"  {row['tflops']:6.2f} TFLOP/s  {row['bytes'] / 1e6:6.0f} MB",
                    file=sys.stderr,
                    flush=True,
                )
    record = {
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "adapter": torch.cuda.get_device_name(),
        "host": f"PyTorch {torch.__version__}, CUDA {torch.version.cuda}, cuDNN {torch.backends.cudnn.version()}",
        "options": {"warmUp": options.warm_up, "repeats": options.repeats},
        "rows": rows,
    }
    text = json.dumps(record, indent=2)
    print(text)
    if options.out:
        with open(options.out, "w", encoding="utf-8") as file:
            file.write(text + "\n")


if __name__ == "__main__":
    main()
