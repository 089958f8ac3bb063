import type { Size } from '../../core/image.ts';
import { createRandom, type Random, seedFrom } from '../../core/random.ts';
import { type Canvas, createCanvas, everyPixel, layColour, shadePixel, toImage } from './canvas.ts';
import { createNoise, type Noise, saturate, smoothstep } from './noise.ts';
import { blend, pigment, ramp } from './palette.ts';
import type { BuiltInStyle } from './style.ts';

const keyline = pigment('14203c');
const prussian = pigment('1f4272');
const indigo = pigment('3a6a97');
const pale = pigment('9dbfc6');
const foam = pigment('f3ead3');
const rose = pigment('e0a48c');
const ochre = pigment('d9b878');

/** One rank of waves, all lengths as fractions of the longer side. */
interface Rank {
  /** height of its mean line from the top */
  readonly base: number;
  readonly swell: number;
  readonly length: number;
  readonly phase: number;
  readonly lean: number;
}

/** Height of the crest line at x: trochoid-like, sharp above and round below, with smaller waves riding on it. */
function crestAt(rank: Rank, x: number, noise: Noise): number {
  const sway = rank.phase + 0.9 * noise.at(x * 3 + rank.phase, rank.base * 9);
  const turn = (2 * Math.PI * x) / rank.length + sway;
  const hump = (0.5 + 0.5 * Math.cos(turn)) ** 1.7;
  const riding = 0.1 * (0.5 + 0.5 * Math.cos(turn * 2.7 + rank.phase * 3));
  return rank.base + rank.swell * (0.45 - hump - riding + 0.5 * noise.fractal(x * 4, rank.phase, 2));
}

/** Sky of a colour print: shaded bands of cloud outlined by the key block, above them the wiped gradient. */
function printSky(canvas: Canvas, noise: Noise, horizon: number): void {
  everyPixel(canvas, (pixel, x, y) => {
    const t = y / horizon;
    const wiped = ramp([prussian, pale, foam, rose, ochre], t * 0.95 + 0.02);
    const level = noise.fractal(x * 2.4, y * 9, 3) + 0.35 * (t - 0.55);
    const bands = level * 7;
    const nearest = Math.abs(bands - Math.round(bands));
    const toned = Math.round(bands) % 2 === 0 ? wiped : blend(wiped, foam, 0.55);
    layColour(canvas, pixel, toned, 1);
    layColour(canvas, pixel, prussian, 0.55 * smoothstep(0.1, 0.02, nearest));
  });
}

/** A line's value between two of its samples. */
function between(line: Float32Array, at: number): number {
  const i = Math.floor(at);
  const left = line[i]!;
  return left + ((line[i + 1] ?? left) - left) * (at - i);
}

/** Running mean over `reach` values each way. */
function smoothed(line: Float32Array, reach: number): Float32Array {
  const out = new Float32Array(line.length);
  for (let i = 0; i < line.length; i++) {
    let sum = 0;
    for (let d = -reach; d <= reach; d++) sum += line[Math.min(Math.max(i + d, 0), line.length - 1)]!;
    out[i] = sum / (2 * reach + 1);
  }
  return out;
}

/** Prints one rank: bands that follow the crest, a scalloped lip of foam, and the key line. */
function printRank(canvas: Canvas, rank: Rank, noise: Noise): void {
  const longest = Math.max(canvas.width, canvas.height);
  const crest = new Float32Array(canvas.width);
  for (let column = 0; column < canvas.width; column++)
    crest[column] = crestAt(rank, (column + 0.5) / longest, noise) * longest;
  // Deep bands follow the swell, not each ripple of the crest.
  const swell = smoothed(crest, Math.max(1, Math.round(rank.length * longest * 0.12)));
  const { unit, width } = canvas;
  everyPixel(canvas, (pixel, x, y) => {
    // What stands high leans over, ever more towards the top: the wave is about to break.
    const high = Math.max(rank.base + 0.4 * rank.swell - y, 0) / rank.swell;
    const column = Math.min(Math.max((x + rank.lean * rank.swell * high * high) * longest - 0.5, 0), width - 1);
    const rise = (between(crest, Math.min(column + 1, width - 1)) - between(crest, Math.max(column - 1, 0))) * 0.5;
    const steep = Math.sqrt(1 + rise * rise) * unit;
    const below = (y * longest - between(crest, column)) / steep;
    if (below < -0.5) return;
    const depth = y * longest - between(swell, column);
    const inner = below + (depth / unit - below) * 0.75 * smoothstep(0, 40, below);
    const cover = saturate(below + 0.5);
    // Bands narrow towards the crest and drift apart below it.
    const bands = Math.sqrt(Math.max(inner, 0)) * 1.4 + 0.75 * noise.fractal(x * 7 + rank.phase, y * 7, 2) - rank.phase;
    const phase = bands - Math.floor(bands);
    const which = Math.floor(bands) & 3;
    const deep = smoothstep(0, 120, below);
    const face = [pale, prussian, indigo, prussian][which]!;
    const wiped = blend(face, which === 0 ? indigo : keyline, 0.5 * deep + 0.35 * phase);
    layColour(canvas, pixel, wiped, cover);
    layColour(canvas, pixel, keyline, cover * 0.85 * smoothstep(0.11, 0.04, Math.min(phase, 1 - phase)));
    const scallop =
      7.5 + 4.5 * Math.abs(noise.at(x * 38 + rank.phase, rank.base * 3)) * 2 + 3 * noise.at(x * 90, y * 70);
    const lip = below - scallop * (1.25 - 0.5 * smoothstep(-0.4, 0.4, rise));
    if (lip < 1.2) {
      layColour(canvas, pixel, foam, cover * saturate(0.5 - lip));
      layColour(canvas, pixel, keyline, cover * 0.9 * smoothstep(1.3, 0.5, Math.abs(lip)));
      const curl = Math.abs(noise.at(x * 34 + rank.phase * 2, y * 60 + 3));
      if (lip < -1.5) layColour(canvas, pixel, indigo, cover * 0.8 * smoothstep(0.1, 0.03, curl));
    }
    layColour(canvas, pixel, keyline, cover * smoothstep(1.6, 0.7, below));
  });
}

/** Ring-shaped drops of spray above the crests. */
function printSpray(canvas: Canvas, rank: Rank, noise: Noise, random: Random): void {
  const longest = Math.max(canvas.width, canvas.height);
  const count = Math.round(130 * (canvas.width / longest));
  for (let n = 0; n < count; n++) {
    const from = random.uniform(0, canvas.width);
    const crest = crestAt(rank, from / longest, noise) * longest;
    const high = Math.max((rank.base + 0.4 * rank.swell) * longest - crest, 0) / (rank.swell * longest);
    const x = from - rank.lean * rank.swell * high * high * longest;
    const lift = random.next() ** 2 * 30 * canvas.unit;
    const y = crest - lift + 4 * canvas.unit;
    const radius = (0.8 + 2.2 * random.next() ** 2 * (1 - lift / (36 * canvas.unit))) * canvas.unit;
    const reach = Math.ceil(radius + 1);
    for (let row = Math.max(Math.floor(y) - reach, 0); row <= Math.min(y + reach, canvas.height - 1); row++) {
      for (let column = Math.max(Math.floor(x) - reach, 0); column <= Math.min(x + reach, canvas.width - 1); column++) {
        const distance = Math.hypot(column + 0.5 - x, row + 0.5 - y);
        const pixel = row * canvas.width + column;
        layColour(canvas, pixel, keyline, 0.8 * saturate(radius + 0.9 - distance));
        layColour(canvas, pixel, foam, saturate(radius + 0.1 - distance));
      }
    }
  }
}

/** A colour woodcut after Hokusai and Hiroshige: ranks of waves in Prussian blue, key lines, wiped gradients, grain of the block. */
export const waves: BuiltInStyle = {
  id: 'waves',
  title: 'Woodblock waves',
  description: 'Ranks of Prussian-blue waves with foam lips, key lines and the grain of the block.',
  render(size: Size, seed: number) {
    const canvas = createCanvas(size, foam);
    const { width, height, unit } = canvas;
    const longest = Math.max(width, height);
    const tall = height / longest;
    const random = createRandom(seedFrom(seed, 'waves'));
    const noise = createNoise(seedFrom(seed, 'waves', 'noise'));
    printSky(canvas, noise, tall * 0.5);
    const count = 6;
    for (let i = 0; i < count; i++) {
      const near = i / (count - 1);
      const rank: Rank = {
        base: tall * (0.36 + 0.62 * near ** 1.1),
        swell: 0.07 + 0.15 * near * random.uniform(0.8, 1.15),
        length: 0.2 + 0.36 * near * random.uniform(0.8, 1.2),
        phase: random.uniform(0, 6.3),
        lean: random.uniform(0.55, 0.8),
      };
      printRank(canvas, rank, noise);
      printSpray(canvas, rank, noise, random);
    }
    everyPixel(canvas, (pixel, x, y) => {
      const ring = noise.fractal(x * 3, y * 16, 2) * 16;
      const grain =
        Math.abs(ring - Math.floor(ring) - 0.5) -
        0.25 +
        0.5 * noise.at((x * longest) / (14 * unit), (y * longest) / (1.3 * unit));
      const fibre = noise.at((x * longest) / (2 * unit), (y * longest) / (2 * unit));
      shadePixel(canvas, pixel, 1 + 0.13 * grain + 0.04 * fibre);
    });
    return toImage(canvas);
  },
};
