import { afterEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/core/random.ts';
import { convLayers, layersUpTo } from '../../../src/engine/network/layers.ts';
import type { LoaderPorts } from '../../../src/engine/network/loader.ts';
import {
  createTorchvisionLoader,
  TORCHVISION_MEAN,
  torchConv,
  torchvisionKey,
} from '../../../src/engine/network/torchvision.ts';
import { failure, fetcher, memoryStore, QUICK, safetensors, serve, type TestServer } from './fixtures.ts';

function noise(length: number, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => random.normal());
}

/** Two layers and, between them as in the real file, a tensor that nobody needs. */
const tensors = {
  'features.0.bias': { shape: [64], values: noise(64, 1) },
  'features.0.weight': { shape: [64, 3, 3, 3], values: noise(1728, 2) },
  'features.10.weight': { shape: [256, 128, 3, 3], values: noise(294912, 3) },
  'features.2.bias': { shape: [64], values: noise(64, 4) },
  'features.2.weight': { shape: [64, 64, 3, 3], values: noise(36864, 5) },
};
const file = safetensors(tensors);
const wanted = layersUpTo(['conv1_2']);

const servers: TestServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** Serves ranges of `bytes` as HTTP has it; `break` drops the connection within the n-th answer. */
async function serveRanges(bytes: Uint8Array, broken = 0): Promise<TestServer> {
  let n = 0;
  const server = await serve((_, response, request) => {
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    const part = bytes.subarray(Number(from), Number(to) + 1);
    response.writeHead(206, {
      'content-range': `bytes ${from}-${to}/${bytes.byteLength}`,
      'content-length': part.byteLength,
    });
    if (++n === broken) response.write(part.subarray(0, part.byteLength >> 1), () => response.destroy());
    else response.end(part);
  });
  servers.push(server);
  return server;
}

function ports(more: Partial<LoaderPorts> = {}): LoaderPorts {
  return { store: memoryStore(), fetcher, seed: 0, ...more };
}

describe('torchvision weights', () => {
  it('give what the network gives for its own preprocessing, one pixel under one filter', () => {
    const layer = convLayers[0]!;
    const weight = tensors['features.0.weight'].values;
    const { kernel, bias } = torchConv(layer, weight, tensors['features.0.bias'].values);
    const picture = createRandom(9);
    const pixels = Array.from({ length: 27 }, () => Math.floor(picture.uniform(0, 256)));
    const preprocessing = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] };
    for (const filter of [0, 17, 63]) {
      let theirs = bias[filter]!;
      let ours = bias[filter]!;
      for (let tap = 0; tap < 9; tap++) {
        for (let c = 0; c < 3; c++) {
          const x = pixels[tap * 3 + c]!;
          theirs +=
            weight[(filter * 3 + c) * 9 + tap]! * ((x / 255 - preprocessing.mean[c]!) / preprocessing.deviation[c]!);
          ours += kernel[(tap * 3 + c) * 64 + filter]! * (x - TORCHVISION_MEAN[c]!);
        }
      }
      // float32 kernels: 27 products of order 1, each rounded to 2⁻²⁴
      expect(ours).toBeCloseTo(theirs, 4);
    }
  });

  it('are fetched as ranges: the header and the tensors needed, nothing else', async () => {
    const server = await serveRanges(file);
    const { layers, mean, source } = await createTorchvisionLoader({ url: server.base, retry: QUICK })(wanted, ports());
    expect(source).toBe('torchvision');
    expect(mean).toEqual(TORCHVISION_MEAN);
    const header = [' bytes=0-7', ' bytes=8-1031'];
    const data = 1032;
    const skipped = data + 256 + 6912 + 1179648;
    expect(server.asked).toEqual([
      ...header,
      ` bytes=${data + 256}-${data + 256 + 6911}`,
      ` bytes=${data}-${data + 255}`,
      ` bytes=${skipped + 256}-${skipped + 256 + 147455}`,
      ` bytes=${skipped}-${skipped + 255}`,
    ]);
    // OIHW → HWIO: filter 5, channel 7, row 1, column 2
    expect(layers.get('conv1_2')!.kernel[((1 * 3 + 2) * 64 + 7) * 64 + 5]).toBe(
      tensors['features.2.weight'].values[(5 * 64 + 7) * 9 + 1 * 3 + 2],
    );
    expect(layers.get('conv1_2')!.bias).toEqual(tensors['features.2.bias'].values);
  });

  it('survive a broken transfer, and are kept tensor by tensor', async () => {
    const server = await serveRanges(file, 3);
    const store = memoryStore();
    const load = createTorchvisionLoader({ url: server.base, retry: QUICK });
    const first = await load(wanted, ports({ store }));
    expect(server.asked).toHaveLength(7);
    server.asked.length = 0;
    const last: number[] = [];
    expect((await load(wanted, ports({ store, onProgress: ({ done }) => last.push(done) }))).layers).toEqual(
      first.layers,
    );
    expect(server.asked).toEqual([]);
    expect(last.at(-1)).toBe(4 * (1728 + 64 + 36864 + 64));
    store.blobs.get(torchvisionKey('features.2.bias'))![3]! ^= 8;
    expect((await load(wanted, ports({ store }))).layers).toEqual(first.layers);
    expect(server.asked).toHaveLength(3);
  });

  it('refuse a server that answers 200 where 206 is due, and say what to do', async () => {
    const server = await serve((_, response) => response.end(file));
    servers.push(server);
    const error = await failure(createTorchvisionLoader({ url: server.base, retry: QUICK })(wanted, ports()));
    expect(error.kind).toBe('network');
    expect(error.message).toContain(`${new URL(server.base).host}: answered 200`);
    expect(error.remedy).toContain('`oxford`');
    expect(server.asked).toHaveLength(1);
  });

  it('refuse values that are no numbers, and keep none of them', async () => {
    const values = noise(1728, 2);
    values[700] = Number.NaN;
    const bad = safetensors({ ...tensors, 'features.0.weight': { shape: [64, 3, 3, 3], values } });
    const server = await serveRanges(bad);
    const store = memoryStore();
    const error = await failure(createTorchvisionLoader({ url: server.base, retry: QUICK })(wanted, ports({ store })));
    expect(error.message).toMatch(/conv1_1.*value 700 of 1728 is NaN/);
    expect(store.blobs.size).toBe(0);
  });

  it('refuse another shape than VGG-19 has', async () => {
    const bad = safetensors({ ...tensors, 'features.2.weight': { shape: [64, 32, 3, 3], values: noise(18432, 1) } });
    const server = await serveRanges(bad);
    const error = await failure(createTorchvisionLoader({ url: server.base, retry: QUICK })(wanted, ports()));
    expect(error.message).toContain('"features.2.weight" has shape [64, 32, 3, 3]; VGG-19 has [64, 64, 3, 3] there');
  });

  it('name a tensor that the file does not have', async () => {
    const server = await serveRanges(file);
    const load = createTorchvisionLoader({ url: server.base, retry: QUICK });
    expect((await failure(load(layersUpTo(['conv2_1']), ports()))).message).toContain('no tensor "features.5.weight"');
  });
});
