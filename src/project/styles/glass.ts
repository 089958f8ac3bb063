import type { Size } from '../../core/image.ts';
import { createRandom, type Random, seedFrom } from '../../core/random.ts';
import { createCanvas, everyPixel, toImage } from './canvas.ts';
import { cellsOf, type Site } from './cells.ts';
import { lightRelief } from './light.ts';
import { createNoise, saturate, smoothstep } from './noise.ts';
import { blend, type Colour, pigment, scaled } from './palette.ts';
import { strew } from './scatter.ts';
import type { BuiltInStyle } from './style.ts';

const lead = pigment('17161a');
const grisaille = pigment('3a1d12');
const chartres = pigment('1c3fb0');
const azure = pigment('3c8ee0');
const ruby = pigment('c3152f');
const emerald = pigment('128a4c');
const silver = pigment('ffc928');
const amber = pigment('f0801e');
const purple = pigment('7a2a94');
const pearl = pigment('e6efd8');

/** A pane: the site of its cell and its glass. */
interface Pane extends Site {
  readonly glass: Colour;
  /** what the glass shines like where the light behind it is strongest */
  readonly halo: Colour;
  readonly slant: number;
  /** 0–1: how the pane is painted on: left plain, veined as a leaf, hatched, or ringed */
  readonly drawing: number;
}

/** Glass of the rings of the rose, from the middle outwards. */
const rings: readonly (readonly Colour[])[] = [
  [silver],
  [ruby, amber],
  [chartres, azure],
  [silver, pearl],
  [ruby, purple],
  [chartres, emerald],
];
const field: readonly Colour[] = [chartres, azure, chartres, emerald, purple, azure, ruby, amber, chartres];

/** Strong light bleaches glass towards a paler hue of its own. */
function haloOf(colour: Colour): Colour {
  return [0.35 + 0.75 * colour[0], 0.35 + 0.72 * colour[1], 0.3 + 0.72 * colour[2]];
}

/** Rings of panes about a centre, each with more panes than the one within; lengths in pixels. */
function layRose(
  panes: Pane[],
  x: number,
  y: number,
  radius: number,
  petals: number,
  first: number,
  random: Random,
): void {
  const count = Math.min(rings.length, Math.max(3, Math.round(radius / first)));
  const start = random.uniform(0, 6.3);
  for (let ring = 0; ring < count; ring++) {
    const glasses = rings[ring]!;
    const number = ring === 0 ? 1 : petals * (ring < 3 ? 1 : 2);
    for (let i = 0; i < number; i++) {
      const angle = start + ((i + (ring % 2) * 0.5) / number) * 2 * Math.PI;
      const distance = (radius * ring) / count;
      panes.push({
        x: x + Math.cos(angle) * distance,
        y: y + Math.sin(angle) * distance,
        glass: scaled(glasses[i % glasses.length]!, random.uniform(0.85, 1.1)),
        halo: haloOf(glasses[i % glasses.length]!),
        slant: angle,
        drawing: ring % 2 === 0 ? 0.9 : 0.3,
      });
    }
  }
}

/** A leaded window: roses and free panes of pot-metal glass that glow from behind, with painted veins and uneven glass. */
export const glass: BuiltInStyle = {
  id: 'glass',
  title: 'Stained glass',
  description: 'Glowing panes of ruby, blue and gold in dark lead, with painted veins.',
  render(size: Size, seed: number) {
    const canvas = createCanvas(size, lead);
    const { width, height, unit, colour, relief } = canvas;
    const longest = Math.max(width, height);
    const random = createRandom(seedFrom(seed, 'glass'));
    const noise = createNoise(seedFrom(seed, 'glass', 'noise'));
    const panes: Pane[] = [];
    const roses = [
      { x: 0.36, y: 0.5, radius: 0.25, petals: 8 },
      { x: 0.84, y: 0.24, radius: 0.14, petals: 6 },
      { x: 0.83, y: 0.8, radius: 0.12, petals: 6 },
    ];
    for (const rose of roses) {
      layRose(panes, rose.x * width, rose.y * height, rose.radius * longest, rose.petals, 24 * unit, random);
    }
    for (const place of strew(width, height, 34 * unit, 0.85, random)) {
      const within = roses.some(
        (rose) => Math.hypot(place.x - rose.x * width, place.y - rose.y * height) < rose.radius * longest + 8 * unit,
      );
      if (within) continue;
      const zone = noise.fractal(place.x / (120 * unit), place.y / (120 * unit), 2) * 0.8 + 0.5;
      const i = Math.floor(saturate(zone + random.uniform(-0.2, 0.2)) * (field.length - 0.01));
      panes.push({
        ...place,
        glass: scaled(field[i]!, random.uniform(0.8, 1.15)),
        halo: haloOf(field[i]!),
        slant: random.uniform(0, 6.3),
        drawing: random.next(),
      });
    }

    const cells = cellsOf(width, height, panes);
    const came = 1.9 * unit;
    everyPixel(canvas, (pixel, x, y) => {
      const pane = panes[cells.nearest[pixel]!]!;
      const gap = cells.rim[pixel]! + 0.7 * unit * noise.at(x * 40, y * 40);
      const px = (x * longest - pane.x) / unit;
      const py = (y * longest - pane.y) / unit;
      const cos = Math.cos(pane.slant);
      const sin = Math.sin(pane.slant);
      const along = px * cos + py * sin;
      const across = py * cos - px * sin;
      // Streaks and seeds of mouth-blown glass; light gathers in the middle and to one side.
      const streak = noise.fractal(along / 26 + pane.slant * 9, across / 5, 3);
      const ripple = noise.fractal(px / 9 + pane.slant * 5, py / 9, 2);
      const glow =
        smoothstep(-unit, 10 * unit, gap - came) * (0.85 + 0.02 * along) + 0.5 * noise.fractal(x * 5, y * 5, 2);
      const brightness = Math.max(0.32 + 0.6 * glow + 0.34 * streak + 0.14 * ripple, 0);
      let tint = blend(
        scaled(pane.glass, 0.28 + 0.95 * brightness),
        pane.halo,
        0.85 * smoothstep(0.6, 1.2, brightness),
      );
      const ringed = pane.drawing > 0.82;
      const veined = pane.drawing < 0.35;
      const hatched = !ringed && !veined && pane.drawing > 0.6;
      let line = 10;
      if (veined) line = Math.min(Math.abs(across), Math.abs(((Math.abs(across) - along + 200) % 7) - 3.5) + 0.4);
      else if (ringed) line = Math.abs(((Math.hypot(px, py) + 1.5 * ripple) % 6.5) - 3.25);
      else if (hatched) line = Math.abs(((along + across * 0.3 + 300) % 4.6) - 2.3) + 0.25;
      const thin = 0.55 + 0.5 * streak;
      tint = blend(
        tint,
        grisaille,
        0.7 * smoothstep(thin + 0.7, thin - 0.2, line) * smoothstep(0, 5 * unit, gap - came),
      );
      const metal = saturate(came - gap + 0.5);
      colour.set(blend(tint, scaled(lead, 1 + 0.5 * ripple), metal), pixel * 3);
      const bead = saturate(gap / came);
      relief[pixel] = metal > 0 ? 1.5 * Math.sqrt(1 - bead * bead) : 0.22 * ripple + 0.12 * streak;
    });
    lightRelief(canvas, { angle: -2.2, strength: 0.75, gloss: 0.42 });
    return toImage(canvas);
  },
};
