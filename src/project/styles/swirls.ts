import type { Size } from '../../core/image.ts';
import { createRandom, seedFrom } from '../../core/random.ts';
import { createSweeper, followField, paintBristles } from './brush.ts';
import { createCanvas, toImage } from './canvas.ts';
import { lightRelief } from './light.ts';
import { createNoise, saturate, smoothstep } from './noise.ts';
import { blend, type Colour, pigment, ramp, scaled } from './palette.ts';
import { strew } from './scatter.ts';
import type { BuiltInStyle } from './style.ts';

const prussian = pigment('11223f');
const ultramarine = pigment('1f3d8f');
const cobalt = pigment('2f63b4');
const cerulean = pigment('5fa3c7');
const foam = pigment('cfe0cf');
const naples = pigment('f2dc83');
const chrome = pigment('f0b323');
const orange = pigment('d9701c');
const viridian = pigment('1d4a3c');
const moss = pigment('5f7f3a');

const night: readonly Colour[] = [prussian, prussian, ultramarine, cobalt, cerulean, foam];
const glow: readonly Colour[] = [orange, chrome, naples, foam, cerulean];
const earth: readonly Colour[] = [prussian, viridian, viridian, moss, cobalt, naples];

/** A whirl or a star: strokes turn about it. Places and radii as fractions of the longer side. */
interface Whirl {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly turn: number;
  readonly lit: number;
}

function placeWhirls(aspectX: number, aspectY: number, seed: number): Whirl[] {
  const random = createRandom(seedFrom(seed, 'whirls'));
  const whirls: Whirl[] = [];
  const add = (radius: number, lit: number, tries: number, low: number, high: number): void => {
    for (let i = 0; i < tries; i++) {
      const x = random.uniform(0.06, 0.94) * aspectX;
      const y = random.uniform(low, high) * aspectY;
      if (whirls.some((w) => Math.hypot(w.x - x, w.y - y) < (w.radius + radius) * 1.05)) continue;
      whirls.push({ x, y, radius, turn: random.next() < 0.5 ? 1 : -1, lit });
      return;
    }
  };
  add(0.15, 0.35, 40, 0.3, 0.5);
  add(0.12, 0.95, 40, 0.15, 0.4);
  add(0.11, 0.3, 40, 0.3, 0.65);
  for (let i = 0; i < 9; i++) add(random.uniform(0.035, 0.065), 1, 30, 0.05, 0.72);
  return whirls;
}

/** Thick paint in the way of van Gogh's nights: long loaded strokes along a whirling field, lit from the upper left. */
export const swirls: BuiltInStyle = {
  id: 'swirls',
  title: 'Impasto swirls',
  description: 'Thick, loaded strokes whirling through a blue night with yellow lights.',
  render(size: Size, seed: number) {
    const canvas = createCanvas(size, ultramarine);
    const { width, height, unit } = canvas;
    const longest = Math.max(width, height);
    const random = createRandom(seedFrom(seed, 'swirls'));
    const noise = createNoise(seedFrom(seed, 'swirls', 'noise'));
    const whirls = placeWhirls(width / longest, height / longest, seed);
    const skyline = Float32Array.from(
      { length: width },
      (_, column) => (height / longest) * (0.83 + 0.07 * noise.fractal((column / longest) * 3.1, 7.7, 3)),
    );
    const ground = (px: number) => skyline[Math.min(Math.max(Math.floor(px), 0), width - 1)]!;

    const direction = (px: number, py: number): number => {
      const x = px / longest;
      const y = py / longest;
      const below = smoothstep(-0.02, 0.04, y - ground(px));
      const drift = 0.5 * Math.sin(x * 7 + 2.4 * noise.at(x * 2, y * 2.5)) + 0.6 * noise.at(x * 3 + 9, y * 4);
      let vx = Math.cos(drift);
      let vy = Math.sin(drift);
      for (const whirl of whirls) {
        const dx = x - whirl.x;
        const dy = y - whirl.y;
        const d = Math.sqrt(dx * dx + dy * dy) + 1e-6;
        // Farther out the pull is below a thousandth.
        if (d > whirl.radius * 3) continue;
        const pull = (9 * Math.exp(-((d / whirl.radius) ** 2) * 0.8) * whirl.turn) / d;
        vx += -dy * pull - dx * Math.abs(pull) * 0.22;
        vy += dx * pull - dy * Math.abs(pull) * 0.22;
      }
      const angle = Math.atan2(vy, vx);
      if (below <= 0) return angle;
      const slope = 0.7 * noise.at(x * 5 + 3, y * 6) - 0.15;
      return angle + below * (slope - angle);
    };

    const tint = (px: number, py: number): Colour => {
      const x = px / longest;
      const y = py / longest;
      const wave = noise.fractal(x * 4 + 5, y * 7, 3);
      if (y > ground(px)) {
        return ramp(earth, 0.34 + 1.1 * wave + random.uniform(-0.22, 0.26));
      }
      let colour = ramp(night, 0.44 + 1.15 * wave + random.uniform(-0.2, 0.2));
      for (const whirl of whirls) {
        const d = Math.hypot(x - whirl.x, y - whirl.y) / whirl.radius;
        if (d > 1.25) continue;
        const ring = 0.5 + 0.5 * Math.cos(d * 11 + random.uniform(-0.7, 0.7));
        const near = smoothstep(1.25, 0.35, d);
        const light = ramp(glow, saturate(d * 0.85 + random.uniform(-0.15, 0.15)));
        const pale = ramp(night, 0.35 + 0.6 * ring + random.uniform(-0.1, 0.1));
        colour = blend(colour, whirl.lit > 0.5 ? blend(light, pale, 0.35 * ring * d) : pale, near);
        if (whirl.lit <= 0.5 && ring > 0.86 && random.next() < 0.5) colour = foam;
      }
      return colour;
    };

    const sweeper = createSweeper(width, height);
    const layers = [
      { half: 6.5, length: 62, spacing: 9, body: 0.6 },
      { half: 4.2, length: 48, spacing: 7.2, body: 0.9 },
      { half: 2.9, length: 34, spacing: 7.5, body: 1.15 },
    ];
    for (const layer of layers) {
      for (const place of strew(width, height, layer.spacing * unit, 0.9, random)) {
        const length = layer.length * unit * random.uniform(0.6, 1.3);
        const colour = scaled(tint(place.x, place.y), random.uniform(0.88, 1.1));
        const other = tint(place.x + 2 * unit, place.y + 2 * unit);
        const stroke = {
          path: followField(direction, place.x, place.y, length, 3 * unit),
          halfWidth: layer.half * unit * random.uniform(0.75, 1.2),
          colour,
          streak: blend(colour, other, 0.75),
          body: layer.body * random.uniform(0.8, 1.2),
          dry: random.uniform(0.1, 0.5),
        };
        paintBristles(canvas, sweeper, stroke, random);
      }
    }
    lightRelief(canvas, { angle: -2.3, strength: 1.9, gloss: 0.45 });
    return toImage(canvas);
  },
};
