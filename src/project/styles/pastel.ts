import type { Size } from '../../core/image.ts';
import { createRandom, seedFrom } from '../../core/random.ts';
import { createSweeper, followField } from './brush.ts';
import { createCanvas, layColour, toImage } from './canvas.ts';
import { createNoise, type Noise, saturate, smoothstep } from './noise.ts';
import { blend, type Colour, pigment, ramp, scaled } from './palette.ts';
import { strew } from './scatter.ts';
import type { BuiltInStyle } from './style.ts';

const ground = pigment('6b3a5c');
const magenta = pigment('d8347a');
const coral = pigment('f2644a');
const tangerine = pigment('f79a2e');
const sulphur = pigment('f6dc5c');
const turquoise = pigment('2fb3a6');
const cyan = pigment('4c8fe0');
const violet = pigment('5b3aa0');
const chalk = pigment('fbe6dc');

/** Neighbouring patches take their sticks from different rows, warm against cool. */
const families: readonly (readonly Colour[])[] = [
  [violet, magenta, coral, blend(coral, chalk, 0.45)],
  [cyan, turquoise, blend(turquoise, chalk, 0.5), violet],
  [coral, tangerine, sulphur, blend(sulphur, chalk, 0.5)],
  [turquoise, sulphur, blend(turquoise, violet, 0.5), turquoise],
  [magenta, blend(magenta, chalk, 0.5), tangerine, magenta],
  [violet, cyan, blend(cyan, chalk, 0.5), magenta],
];

/** The patch at a place: contour bands of two warped noises, so that patches meet along flowing lines. */
function patchAt(noise: Noise, x: number, y: number): { family: readonly Colour[]; shade: number; slant: number } {
  const bendX = x + 0.1 * noise.fractal(x * 3 + 5, y * 3, 2);
  const bendY = y + 0.1 * noise.fractal(x * 3, y * 3 + 8, 2);
  const first = noise.at(bendX * 3, bendY * 3.6) * 3 + bendY * 4;
  const second = noise.at(bendX * 3.6 + 30, bendY * 3) * 1.8;
  const band = Math.floor(first);
  const index = (((band * 2 + Math.floor(second) * 3) % families.length) + families.length) % families.length;
  return { family: families[index]!, shade: first - band, slant: -0.6 + ((index * 37) % 10) * 0.16 + 0.7 * second };
}

/** Soft pastel in Fauvist colours: broken strokes that leave the dark tooth of the paper open, layer over layer. */
export const pastel: BuiltInStyle = {
  id: 'pastel',
  title: 'Fauvist pastel',
  description: 'Patches of blazing pastel, stroke on stroke over dark toothed paper.',
  render(size: Size, seed: number) {
    const canvas = createCanvas(size, ground);
    const { width, height, unit } = canvas;
    const longest = Math.max(width, height);
    const random = createRandom(seedFrom(seed, 'pastel'));
    const noise = createNoise(seedFrom(seed, 'pastel', 'noise'));
    const paper = createNoise(seedFrom(seed, 'pastel', 'paper'));
    const tooth = new Float32Array(width * height);
    for (let row = 0, pixel = 0; row < height; row++) {
      for (let column = 0; column < width; column++, pixel++) {
        const x = column / unit;
        const y = row / unit;
        tooth[pixel] =
          0.5 +
          0.45 * paper.at(x / 2.3, y / 2.3) +
          0.35 * paper.at(x / 5 + 40, y / 4) +
          0.2 * paper.at(x / 1.3, y / 1.3);
      }
    }
    const direction = (px: number, py: number) => {
      const x = px / longest;
      const y = py / longest;
      return patchAt(noise, x, y).slant + 0.25 * noise.at(x * 9, y * 9);
    };
    const sweeper = createSweeper(width, height);
    const layers = [
      { half: 6, length: 42, spacing: 8, press: 0.82, stray: 0.1 },
      { half: 3.6, length: 34, spacing: 7.5, press: 0.66, stray: 0.22 },
      { half: 2.1, length: 26, spacing: 8, press: 0.75, stray: 0.35 },
    ];
    for (const layer of layers) {
      for (const place of strew(width, height, layer.spacing * unit, 0.85, random)) {
        const patch = patchAt(noise, place.x / longest, place.y / longest);
        const drift = noise.fractal((place.x / longest) * 6, (place.y / longest) * 6, 2);
        const stick = ramp(patch.family, patch.shade + 0.4 * drift + random.normal() * layer.stray);
        const accent = random.next() < 0.05 ? families[random.below(families.length)]![2]! : stick;
        const colour = scaled(accent, random.uniform(0.9, 1.08));
        const press = layer.press * random.uniform(0.8, 1.15);
        const grit = random.uniform(0, 60);
        const path = followField(direction, place.x, place.y, layer.length * unit * random.uniform(0.5, 1.2), 4 * unit);
        sweeper.sweep(path, layer.half * unit * random.uniform(0.7, 1.2), (pixel, along, across, coverage) => {
          const ends = smoothstep(0, 0.08, along) * smoothstep(1, 0.85, along);
          const streak = 0.16 * paper.at(across * 4 + grit, along * 1.5);
          // The stick touches the paper only where its tooth stands higher than the pressure leaves open.
          const touch = smoothstep(0.2, -0.3, 0.9 - press - streak - tooth[pixel]! * 0.7 + 0.2 * across * across);
          layColour(
            canvas,
            pixel,
            scaled(colour, 0.93 + 0.14 * saturate(tooth[pixel]!)),
            coverage * ends * touch * 0.93,
          );
        });
      }
    }
    return toImage(canvas);
  },
};
