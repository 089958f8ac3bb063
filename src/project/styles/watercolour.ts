import type { Size } from '../../core/image.ts';
import { createRandom, type Random, seedFrom } from '../../core/random.ts';
import { type Canvas, createCanvas, everyPixel, toImage } from './canvas.ts';
import { createNoise, type Noise, saturate, smoothstep } from './noise.ts';
import { type Colour, pigment } from './palette.ts';
import { type Place, strew } from './scatter.ts';
import type { BuiltInStyle } from './style.ts';

/** A transparent watercolour: what one unit of it lets through, and how it settles into the hollows of the paper. */
interface Wash {
  readonly tint: Colour;
  /** 0 stains evenly, 1 gathers in the hollows */
  readonly granulation: number;
}

const indigo: Wash = { tint: pigment('35507f'), granulation: 0.35 };
const cerulean: Wash = { tint: pigment('4fa3cc'), granulation: 0.9 };
const viridian: Wash = { tint: pigment('3f9c82'), granulation: 0.6 };
const gamboge: Wash = { tint: pigment('f6c945'), granulation: 0.1 };
const rose: Wash = { tint: pigment('d9577f'), granulation: 0.15 };
const burnt: Wash = { tint: pigment('c4683a'), granulation: 0.7 };
const violet: Wash = { tint: pigment('7f5fa8'), granulation: 0.85 };
/** Along the row neighbours mix cleanly: washes that lie side by side are picked near one another, or everything turns to mud. */
const washes = [viridian, cerulean, indigo, cerulean, violet, rose, burnt, gamboge, rose, gamboge, viridian];

const white: Colour = [0.985, 0.97, 0.935];

/** One puddle of colour; lengths as fractions of the longer side. */
interface Puddle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly stretch: number;
  readonly tilt: number;
  readonly wash: Wash;
  readonly strength: number;
  /** 0 laid on dry paper, with a sharp dark edge; 1 wet in wet, bleeding out softly */
  readonly wet: number;
  /** offset into the noise, so that no two puddles share an outline */
  readonly shift: number;
  /** second colour dropped in while wet */
  readonly dropped: Wash;
}

/** Adds the pigment of one puddle to the optical density of the sheet. */
function pour(canvas: Canvas, density: Float32Array, hollow: Float32Array, puddle: Puddle, noise: Noise): void {
  const { x, y, radius, stretch, tilt, wash, strength, wet, shift, dropped } = puddle;
  const longest = Math.max(canvas.width, canvas.height);
  const reach = radius * (1.9 + wet * 0.5) * Math.max(stretch, 1);
  const cos = Math.cos(tilt);
  const sin = Math.sin(tilt);
  const absorb = wash.tint.map((part) => -Math.log(part));
  const absorbDropped = dropped.tint.map((part) => -Math.log(part));
  const rim = 0.011 * (longest >= 200 ? 1 : 200 / longest);
  for (
    let row = Math.max(0, Math.floor((y - reach) * longest));
    row < Math.min(canvas.height, (y + reach) * longest);
    row++
  ) {
    for (
      let column = Math.max(0, Math.floor((x - reach) * longest));
      column < Math.min(canvas.width, (x + reach) * longest);
      column++
    ) {
      const px = (column + 0.5) / longest;
      const py = (row + 0.5) / longest;
      const dx = px - x;
      const dy = py - y;
      const distance = Math.hypot((dx * cos + dy * sin) / stretch, dy * cos - dx * sin);
      if (distance > radius * 2.1) continue;
      const coarse = noise.fractal(px * 6 + shift, py * 6 - shift, 4);
      const fine = noise.at(px * 60 + shift, py * 60);
      const inside = radius - distance + radius * (1.15 + 0.3 * wet) * coarse + 0.004 * fine;
      const soft = 0.004 + wet * (0.07 + 0.05 * coarse);
      const body = smoothstep(-soft * wet, soft, inside);
      if (body <= 0) continue;
      // Water carries pigment outwards while it dries: a thinner middle, a dark line at the rim, inner tide lines.
      const edge = (1 - wet) * Math.exp(-Math.max(inside, 0) / rim) * 1.5;
      const tide = noise.fractal(px * 9 - shift, py * 9 + shift, 3);
      const backrun = (1 - 0.5 * wet) * Math.exp(-Math.abs(tide - 0.12) * (tide > 0.12 ? 14 : 70)) * 0.75;
      const pool = 0.62 + 0.5 * noise.fractal(px * 4 + shift * 2, py * 4 + 1.5, 3);
      const pixel = row * canvas.width + column;
      const settle = 1 + wash.granulation * hollow[pixel]! * 0.9;
      const amount = Math.max(strength * body * (Math.max(pool, 0.15) + edge + backrun) * settle, 0);
      const share = smoothstep(-0.05, 0.35, noise.fractal(px * 3.4 + shift * 3, py * 3.4, 2));
      for (let c = 0; c < 3; c++) {
        const i = pixel * 3 + c;
        density[i] = density[i]! + amount * (absorb[c]! + (absorbDropped[c]! - absorb[c]!) * share);
      }
    }
  }
}

/** Drops flung from a loaded brush. */
function spatter(count: number, aspectX: number, aspectY: number, random: Random): Puddle[] {
  return Array.from({ length: count }, () => ({
    x: random.uniform(0, aspectX),
    y: random.uniform(0, aspectY),
    radius: 0.0025 + 0.011 * random.next() ** 3,
    stretch: 1,
    tilt: 0,
    wash: washes[random.below(washes.length)]!,
    strength: random.uniform(0.3, 0.75),
    wet: 0,
    shift: random.uniform(0, 90),
    dropped: washes[random.below(washes.length)]!,
  }));
}

/** Transparent washes on rough paper: dark drying edges, pigment in the hollows, backruns and wet-in-wet bleeding. */
export const watercolour: BuiltInStyle = {
  id: 'watercolour',
  title: 'Watercolour washes',
  description: 'Transparent washes on rough paper with drying edges, granulation and bleeding.',
  render(size: Size, seed: number) {
    const canvas = createCanvas(size, white);
    const { width, height, unit } = canvas;
    const longest = Math.max(width, height);
    const random = createRandom(seedFrom(seed, 'watercolour'));
    const noise = createNoise(seedFrom(seed, 'watercolour', 'noise'));
    const tooth = createNoise(seedFrom(seed, 'watercolour', 'paper'));
    const hollow = new Float32Array(width * height);
    const grain = longest / unit;
    everyPixel(canvas, (pixel, x, y) => {
      hollow[pixel] =
        0.75 * tooth.fractal((x * grain) / 4.2, (y * grain) / 4.2, 2) +
        0.4 * tooth.at((x * grain) / 1.9, (y * grain) / 1.9);
    });
    const density = new Float32Array(width * height * 3);
    const aspectX = width / longest;
    const aspectY = height / longest;
    const pick = (x: number, y: number, spread: number): Wash => {
      const zone = 0.5 + 0.95 * noise.fractal((x / longest) * 2.6 + 50, (y / longest) * 2.6, 2);
      const i = Math.floor(zone * washes.length + random.uniform(-spread, spread));
      return washes[((i % washes.length) + washes.length) % washes.length]!;
    };
    const make = (place: Place, radius: number, wet: number, strength: number): Puddle => ({
      x: place.x / longest,
      y: place.y / longest,
      radius: radius * random.uniform(0.7, 1.3),
      stretch: random.uniform(1, 2.4),
      tilt: random.normal() * 0.5 - 0.3,
      wash: pick(place.x, place.y, 1.5),
      strength: strength * random.uniform(0.7, 1.3),
      wet,
      shift: random.uniform(0, 90),
      dropped: pick(place.x, place.y, 2.5),
    });
    const everywhere = (spacing: number) => strew(width, height, spacing * longest, 0.8, random);
    const puddles = [
      ...everywhere(0.34).map((place) => make(place, 0.2, 1, 0.26)),
      ...everywhere(0.2).map((place) => make(place, 0.1, random.next() * 0.3, 0.34)),
      ...everywhere(0.15).map((place) => make(place, 0.05, random.next() < 0.3 ? 0.6 : 0.04, 0.4)),
      ...everywhere(0.11).map((place) => make(place, 0.024, 0.03, 0.42)),
    ];
    for (const puddle of puddles) pour(canvas, density, hollow, puddle, noise);
    for (const drop of spatter(110, aspectX, aspectY, random)) pour(canvas, density, hollow, drop, noise);
    everyPixel(canvas, (pixel) => {
      const shade = 1 + 0.05 * hollow[pixel]!;
      for (let c = 0; c < 3; c++)
        canvas.colour[pixel * 3 + c] = saturate(white[c]! * Math.exp(-density[pixel * 3 + c]!) * shade);
    });
    return toImage(canvas);
  },
};
