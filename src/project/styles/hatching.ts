import type { Size } from '../../core/image.ts';
import { createRandom, seedFrom } from '../../core/random.ts';
import { createSweeper } from './brush.ts';
import { type Canvas, createCanvas, everyPixel, layColour, shadePixel, toImage } from './canvas.ts';
import { createNoise, type Noise, saturate, smoothstep } from './noise.ts';
import { blend, type Colour, mixPaint, pigment } from './palette.ts';
import { strew } from './scatter.ts';
import { traceEvenly } from './streamlines.ts';
import type { BuiltInStyle } from './style.ts';

const paper = pigment('eadfc4');
const aged = pigment('cfb68a');
const bistre = pigment('8a6a45');
const sepia = pigment('4a3222');
const gall = pigment('1b1a20');
const sanguine = pigment('9c4a2c');
const white = pigment('fbf6e8');

/** Height of the drawn forms: billows with creases between them. x and y as fractions of the longer side. */
function formHeight(noise: Noise, x: number, y: number): number {
  const sway = 0.09 * noise.at(x * 4 + 3, y * 4);
  return noise.billow(x * 4.2 + sway, y * 4.6 - sway * 2, 2);
}

/** Tone and course of the forms, sampled once for every pixel. */
interface Forms {
  /** 0 light, 1 dark */
  readonly tone: Float32Array;
  /** angle of the level line, radians */
  readonly course: Float32Array;
}

function modelForms(canvas: Canvas, noise: Noise): Forms {
  const { width, height } = canvas;
  const level = new Float32Array(width * height);
  everyPixel(canvas, (pixel, x, y) => {
    level[pixel] = formHeight(noise, x, y);
  });
  const tone = new Float32Array(width * height);
  const course = new Float32Array(width * height);
  const longest = Math.max(width, height);
  const arm = Math.max(1, Math.round(longest / 170));
  everyPixel(canvas, (pixel, x, y) => {
    const row = Math.floor(pixel / width);
    const column = pixel - row * width;
    const east = level[row * width + Math.min(column + arm, width - 1)]!;
    const west = level[row * width + Math.max(column - arm, 0)]!;
    const south = level[Math.min(row + arm, height - 1) * width + column]!;
    const north = level[Math.max(row - arm, 0) * width + column]!;
    const scale = longest / (2 * arm) / 9;
    const slopeX = (east - west) * scale;
    const slopeY = (south - north) * scale;
    const lit = (0.55 * slopeX + 0.65 * slopeY + 0.62) / Math.sqrt(1 + slopeX * slopeX + slopeY * slopeY);
    const crease = smoothstep(0.3, 0.02, level[pixel]!);
    const broad = noise.fractal(x * 2.2 + 7, y * 2.2, 2);
    tone[pixel] = saturate(0.72 - 0.62 * lit + 0.38 * crease + 0.3 * broad);
    course[pixel] = Math.atan2(slopeX, -slopeY);
  });
  return { tone, course };
}

/** Sheet: warm paper with fibres, foxing and a loose bistre wash in the darks. */
function laySheet(canvas: Canvas, forms: Forms, noise: Noise): void {
  everyPixel(canvas, (pixel, x, y) => {
    const fibre = noise.fractal(x * 150, y * 210, 2) + 0.6 * noise.fractal(x * 330, y * 60, 1);
    const stain = smoothstep(0.1, 0.6, noise.fractal(x * 5, y * 5, 3));
    layColour(canvas, pixel, aged, saturate(0.22 + stain * 0.5));
    const wash = smoothstep(0.42, 0.62, forms.tone[pixel]! + 0.16 * noise.fractal(x * 9 + 4, y * 9, 3));
    layColour(canvas, pixel, mixPaint(paper, bistre, 0.75), wash * 0.5);
    shadePixel(canvas, pixel, 1 + 0.07 * fibre);
  });
}

/** One set of parallel lines. */
interface HatchLayer {
  /** turned from the level lines, radians; `fixed` layers keep this angle to the sheet instead */
  readonly turn: number;
  readonly fixed: boolean;
  /** tone at which lines begin */
  readonly from: number;
  /** between lines, and length, in units */
  readonly spacing: number;
  readonly length: number;
  readonly weight: number;
  readonly ink: Colour;
}

const layers: readonly HatchLayer[] = [
  { turn: 0, fixed: false, from: 0.1, spacing: 4, length: 46, weight: 0.62, ink: sepia },
  { turn: 0.9, fixed: true, from: 0.36, spacing: 3.8, length: 34, weight: 0.6, ink: blend(sepia, sanguine, 0.7) },
  { turn: -1.0, fixed: false, from: 0.5, spacing: 3.6, length: 30, weight: 0.66, ink: gall },
  { turn: 0.15, fixed: true, from: 0.7, spacing: 3.3, length: 26, weight: 0.8, ink: gall },
];

/** Pen and ink after the old etchers: lines that follow the form, crossed once, twice and thrice into the dark. */
export const hatching: BuiltInStyle = {
  id: 'hatching',
  title: 'Ink hatching',
  description: 'Pen lines in sepia and iron gall ink, crossed into deep shadow on old paper.',
  render(size: Size, seed: number) {
    const canvas = createCanvas(size, paper);
    const { width, height, unit } = canvas;
    const random = createRandom(seedFrom(seed, 'hatching'));
    const noise = createNoise(seedFrom(seed, 'hatching', 'noise'));
    const forms = modelForms(canvas, noise);
    laySheet(canvas, forms, noise);
    const pixelAt = (x: number, y: number) =>
      Math.min(Math.max(Math.floor(y), 0), height - 1) * width + Math.min(Math.max(Math.floor(x), 0), width - 1);
    const sweeper = createSweeper(width, height);

    const draw = (path: readonly number[], weight: number, ink: Colour, flow: number): void => {
      sweeper.sweep(
        path,
        weight * unit * 1.7,
        (pixel, _along, _across, coverage) => {
          const tooth = 0.82 + 0.18 * noise.at(pixel * 0.37, pixel * 0.011);
          layColour(canvas, pixel, ink, coverage * flow * tooth);
        },
        (along) => (0.45 + 0.55 * Math.sin(Math.PI * Math.min(along * 1.25, 1))) * 0.6,
      );
    };
    for (const layer of layers) {
      const direction = (x: number, y: number): number => {
        const wobble = 0.12 * noise.at(x / (14 * unit), y / (14 * unit));
        return (layer.fixed ? layer.turn : forms.course[pixelAt(x, y)]! + layer.turn) + wobble;
      };
      const wanted = (x: number, y: number) =>
        forms.tone[pixelAt(x, y)]! + 0.07 * noise.at(x / (9 * unit), y / (9 * unit)) > layer.from;
      const lines = traceEvenly(
        { width, height, direction, wanted, spacing: layer.spacing * unit, length: layer.length * unit },
        strew(width, height, layer.spacing * 1.1 * unit, 0.8, random),
      );
      for (const line of lines) {
        const middle = (line.length >> 2) * 2;
        const dark = saturate(forms.tone[pixelAt(line[middle]!, line[middle + 1]!)]! - layer.from);
        draw(
          line,
          layer.weight * (0.75 + dark * 1.3) * random.uniform(0.8, 1.2),
          layer.ink,
          random.uniform(0.72, 0.98),
        );
      }
    }
    // White gouache on the lights, as heightening.
    const heightened = (x: number, y: number) => forms.tone[pixelAt(x, y)]! < 0.16;
    const touches = traceEvenly(
      {
        width,
        height,
        direction: (x, y) => forms.course[pixelAt(x, y)]!,
        wanted: heightened,
        spacing: 5 * unit,
        length: 22 * unit,
      },
      strew(width, height, 5 * unit, 0.8, random),
    );
    for (const touch of touches) draw(touch, random.uniform(0.8, 1.3), white, 0.85);
    return toImage(canvas);
  },
};
