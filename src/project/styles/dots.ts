import type { Size } from '../../core/image.ts';
import { createRandom, seedFrom } from '../../core/random.ts';
import { type Canvas, createCanvas, layColour, toImage } from './canvas.ts';
import { lightRelief } from './light.ts';
import { createNoise, type Noise, saturate, smoothstep } from './noise.ts';
import { blend, type Colour, nearestColour, pigment, ramp } from './palette.ts';
import { strew } from './scatter.ts';
import type { BuiltInStyle } from './style.ts';

const ultramarine = pigment('2a3f94');
const cobalt = pigment('3f7fc4');
const emerald = pigment('2c8c62');
const leaf = pigment('a2c148');
const lemon = pigment('f2d94e');
const orange = pigment('ee8a34');
const vermilion = pigment('d4472f');
const violet = pigment('7a4b98');
const lead = pigment('f6f0e0');

const pure = [ultramarine, cobalt, emerald, leaf, lemon, orange, vermilion, violet, lead];
/** Each pigment as it comes and let down with white, as on the pointillists' palette: never mixed with one another. */
const palette: readonly Colour[] = pure.flatMap((colour) => [
  colour,
  blend(colour, lead, 0.38),
  blend(colour, lead, 0.7),
]);

const sky: readonly Colour[] = [cobalt, blend(cobalt, lead, 0.5), blend(lead, violet, 0.25), blend(lead, orange, 0.45)];
const water: readonly Colour[] = [blend(cobalt, lead, 0.45), cobalt, blend(ultramarine, emerald, 0.3), ultramarine];
const sunlit: readonly Colour[] = [
  emerald,
  blend(emerald, leaf, 0.6),
  leaf,
  blend(leaf, lemon, 0.7),
  blend(lemon, orange, 0.3),
];
const shaded: readonly Colour[] = [
  ultramarine,
  blend(ultramarine, violet, 0.6),
  blend(emerald, ultramarine, 0.4),
  emerald,
];

/** Crowns and trunks, as fractions of width and height; lit from the left. */
const trees = [
  { x: 0.83, y: 0.26, width: 0.2, height: 0.25, foot: 0.8, shade: 0.06 },
  { x: 0.61, y: 0.27, width: 0.1, height: 0.13, foot: 0.52, shade: 0 },
  { x: 0.07, y: 0.31, width: 0.09, height: 0.11, foot: 0.44, shade: 0.1 },
];

/** The riverside that the dots are to add up to: x and y as fractions of width and height. */
function riverside(noise: Noise, x: number, y: number): Colour {
  const ripple = noise.fractal(x * 5, y * 22, 2);
  const leaves = noise.fractal(x * 14, y * 13, 3);
  const far = 0.36 + 0.05 * noise.fractal(x * 4, 1.5, 3);
  const bank = 0.66 + 0.1 * noise.at(x * 2.2, 4.2) + 0.12 * (x - 0.5);
  const crown = 0.05 * noise.fractal(x * 9 + 2, y * 9 + 1, 3);
  for (const tree of trees) {
    const inside = 1 - Math.hypot((x - tree.x) / tree.width, (y - tree.y) / tree.height) + crown * 5;
    if (inside > 0) {
      const lit = leaves * 1.5 + ((tree.x - x) / tree.width) * 0.3 - ((y - tree.y) / tree.height) * 0.45 - tree.shade;
      const tone = 0.42 + leaves * 0.9;
      return blend(ramp(shaded, tone), ramp(sunlit, tone), smoothstep(-0.25, 0.3, lit));
    }
    const trunk = Math.abs(x - tree.x + 0.02 * noise.at(y * 6, tree.x)) < 0.012 && y > tree.y && y < tree.foot;
    if (trunk) return leaves > 0 ? violet : blend(ultramarine, vermilion, 0.45);
  }
  if (y > bank) {
    const lit = smoothstep(0.2, -0.02, noise.at(x * 3 + 8, y * 7 - x * 3) + 0.25 * leaves);
    const tone = 0.36 + leaves * 1.1 + (y - bank) * 0.6;
    return blend(ramp(shaded, tone), ramp(sunlit, tone), lit);
  }
  if (y > far + 0.05) {
    const glitter = smoothstep(0.12, 0.0, Math.abs(x - 0.3 - 0.05 * ripple)) * smoothstep(-0.1, 0.35, ripple + 0.15);
    return blend(ramp(water, (y - far) * 2.4 + ripple * 0.55), blend(lemon, lead, 0.3), glitter * 0.85);
  }
  if (y > far) return ramp(x > 0.5 ? shaded : sunlit, 0.35 + leaves * 0.7);
  const cloud = smoothstep(0.05, 0.4, noise.fractal(x * 3.2, y * 7 + 3, 3));
  const sun = Math.exp(-((x - 0.3) ** 2 * 22 + (y - 0.24) ** 2 * 60));
  const air = blend(ramp(sky, y * 2.6 + 0.1 * ripple), blend(lead, orange, 0.22), cloud * 0.7);
  return blend(air, blend(lemon, orange, 0.3), saturate(sun * 1.1));
}

/** One dab: round, a little oval, slightly domed. Lengths in pixels. */
function dab(canvas: Canvas, x: number, y: number, radius: number, colour: Colour, tilt: number): void {
  const reach = Math.ceil(radius * 1.3 + 1);
  const cos = Math.cos(tilt);
  const sin = Math.sin(tilt);
  for (let row = Math.max(Math.floor(y) - reach, 0); row <= Math.min(y + reach, canvas.height - 1); row++) {
    for (let column = Math.max(Math.floor(x) - reach, 0); column <= Math.min(x + reach, canvas.width - 1); column++) {
      const dx = column + 0.5 - x;
      const dy = row + 0.5 - y;
      const distance = Math.hypot((dx * cos + dy * sin) * 0.82, (dy * cos - dx * sin) * 1.15);
      const alpha = saturate(radius - distance + 0.5) * Math.min(1, radius);
      if (alpha <= 0) continue;
      const pixel = row * canvas.width + column;
      layColour(canvas, pixel, colour, alpha * 0.94);
      const dome = 1 - 0.7 * saturate((distance / radius) ** 2);
      canvas.relief[pixel] = canvas.relief[pixel]! * (1 - alpha) + dome * alpha;
    }
  }
}

/** Divided colour in the way of Seurat and Signac: dots of unmixed pigment that add up only in the eye. */
export const dots: BuiltInStyle = {
  id: 'dots',
  title: 'Pointillist dots',
  description: 'Dots of pure pigment that mix in the eye to a riverside at noon.',
  render(size: Size, seed: number) {
    const canvas = createCanvas(size, blend(lead, orange, 0.2));
    const { width, height, unit } = canvas;
    const random = createRandom(seedFrom(seed, 'dots'));
    const noise = createNoise(seedFrom(seed, 'dots', 'noise'));
    const layers = [
      { radius: 3.8, spacing: 4.6, spread: 0.07 },
      { radius: 2.7, spacing: 4.2, spread: 0.13 },
      { radius: 1.9, spacing: 3.7, spread: 0.19 },
    ];
    for (const { radius, spacing, spread } of layers) {
      for (const place of strew(width, height, spacing * unit, 0.75, random)) {
        const wanted = riverside(noise, place.x / width, place.y / height);
        // Straying before choosing spreads the wanted colour over several pigments whose mean is near it.
        const stray = () => random.normal() * spread;
        const accent = random.next() < 0.03;
        const grey = stray() * 0.6;
        const colour = accent
          ? nearestColour(palette, 1.05 - wanted[0], 0.85 - wanted[1], 1.05 - wanted[2])
          : nearestColour(
              palette,
              wanted[0] + grey + stray(),
              wanted[1] + grey + stray() * 0.7,
              wanted[2] + grey + stray(),
            );
        const tilt = noise.at(place.x / width + 5, (place.y / height) * 3) * 3;
        dab(canvas, place.x, place.y, radius * unit * random.uniform(0.75, 1.15), colour, tilt);
      }
    }
    lightRelief(canvas, { angle: -2.2, strength: 0.5, gloss: 0.15 });
    return toImage(canvas);
  },
};
