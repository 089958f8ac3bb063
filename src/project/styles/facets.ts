import type { Size } from '../../core/image.ts';
import { createRandom, type Random, seedFrom } from '../../core/random.ts';
import { createSweeper, paintBristles, type Sweeper } from './brush.ts';
import { type Canvas, createCanvas, layColour, shadePixel, toImage } from './canvas.ts';
import { lightRelief } from './light.ts';
import { createNoise, type Noise, saturate, smoothstep } from './noise.ts';
import { blend, type Colour, mixPaint, pigment, scaled } from './palette.ts';
import { canvasPolygon, fillPolygon, type Polygon, polygonArea, polygonCentre, splitPolygon } from './polygon.ts';
import { shuffle, strew } from './scatter.ts';
import type { BuiltInStyle } from './style.ts';

const black = pigment('1c1a19');
const umber = pigment('4c3a2a');
const ochre = pigment('c08f4a');
const sienna = pigment('9a5a2e');
const slate = pigment('4d6172');
const smoke = pigment('8fa0a3');
const olive = pigment('6d6b41');
const cream = pigment('efe2c2');

/** Slants that the cuts prefer, so that the facets answer one another; radians. */
const slants = [0.12, 0.95, 1.52, 2.15, 2.6];

function cutIntoFacets(whole: Polygon, smallest: number, largest: number, random: Random): Polygon[] {
  const open: Polygon[] = [whole];
  const facets: Polygon[] = [];
  while (open.length > 0) {
    const facet = open.pop()!;
    const area = polygonArea(facet);
    if (area < smallest || (area < largest && random.next() < 0.18)) {
      facets.push(facet);
      continue;
    }
    const centre = polygonCentre(facet);
    const reach = Math.sqrt(area) * 0.22;
    const slant = slants[random.below(slants.length)]! + random.normal() * 0.08;
    const x = centre.x + random.uniform(-reach, reach);
    const y = centre.y + random.uniform(-reach, reach);
    const parts = splitPolygon(facet, x, y, slant);
    if (parts.length === 2) open.push(...parts);
    else facets.push(facet);
  }
  return facets;
}

/** Lays one plane: bright along one side, sinking into what lies beneath towards the other, with a scumbled surface. */
function layPlane(canvas: Canvas, plane: Polygon, colour: Colour, fade: number, slope: number, noise: Noise): void {
  const centre = polygonCentre(plane);
  const reach = Math.sqrt(polygonArea(plane)) * 0.75;
  const cos = Math.cos(slope);
  const sin = Math.sin(slope);
  const light = blend(colour, cream, 0.62);
  const dark = mixPaint(colour, umber, 0.55);
  const grain = 0.11 / canvas.unit;
  fillPolygon(canvas.width, canvas.height, plane, (pixel, column, row, inset) => {
    const dx = column - centre.x;
    const dy = row - centre.y;
    const across = (dx * cos + dy * sin) / reach;
    const scumble = noise.fractal((dx * cos + dy * sin) * grain * 2.2, (dy * cos - dx * sin) * grain * 0.5, 2);
    const t = saturate(0.5 + across * 0.6 + scumble * 0.22);
    const mixed = t < 0.5 ? blend(light, colour, t * 2) : blend(colour, dark, t * 2 - 1);
    const alpha = saturate(inset + 0.5) * (1 - fade * smoothstep(0.05, 1, 0.5 + across * 0.6));
    layColour(canvas, pixel, mixed, alpha);
    canvas.relief[pixel] = 0.25 * scumble + 0.15 * t;
  });
}

/** Draws some sides of a plane as dark contours, with a light beside them where the plane comes forward. */
function drawContour(canvas: Canvas, plane: Polygon, weight: number, random: Random): void {
  const drawn = Array.from({ length: plane.length / 2 }, () => random.next());
  fillPolygon(canvas.width, canvas.height, plane, (pixel, _column, _row, inset, edge) => {
    const strength = drawn[edge]!;
    if (strength < 0.35) return;
    const line = saturate(weight * strength - inset + 0.5);
    if (line > 0) layColour(canvas, pixel, black, line * 0.8);
    else if (strength > 0.85 && inset < weight * 2.2) layColour(canvas, pixel, cream, 0.4);
    else if (strength > 0.5) shadePixel(canvas, pixel, 1 - 0.28 * Math.exp(-inset / (5 * canvas.unit)));
  });
}

/** Arcs as of a bottle's shoulder or a guitar's waist, drawn dark with a pale fellow. */
function drawArcs(canvas: Canvas, sweeper: Sweeper, count: number, random: Random): void {
  for (let n = 0; n < count; n++) {
    const x = random.uniform(0.05, 0.95) * canvas.width;
    const y = random.uniform(0.05, 0.95) * canvas.height;
    const radius = random.uniform(16, 62) * canvas.unit;
    const start = random.uniform(0, 6.3);
    const turn = random.uniform(1.1, 3.2);
    const arc = (r: number) => {
      const path: number[] = [];
      for (let i = 0; i <= 24; i++) {
        const angle = start + (turn * i) / 24;
        path.push(x + Math.cos(angle) * r, y + Math.sin(angle) * r);
      }
      return path;
    };
    const swell = (along: number) => 0.4 + 0.6 * Math.sin(along * Math.PI);
    const paleSide = radius - 2.6 * canvas.unit;
    sweeper.sweep(arc(paleSide), 1.8 * canvas.unit, (p, _a, _s, c) => layColour(canvas, p, cream, c * 0.55), swell);
    sweeper.sweep(arc(radius), 1.3 * canvas.unit, (p, _a, _s, c) => layColour(canvas, p, black, c * 0.85), swell);
  }
}

/** Short parallel touches inside the facets, the hand of analytical Cubism. */
function touchFacets(canvas: Canvas, sweeper: Sweeper, random: Random, noise: Noise): void {
  const { width, height, unit, colour } = canvas;
  for (const place of strew(width, height, 6 * unit, 0.7, random)) {
    const column = Math.min(Math.max(Math.floor(place.x), 0), width - 1);
    const row = Math.min(Math.max(Math.floor(place.y), 0), height - 1);
    const i = (row * width + column) * 3;
    const under: Colour = [colour[i]!, colour[i + 1]!, colour[i + 2]!];
    const slant =
      slants[Math.floor((noise.at(place.x / (70 * unit), place.y / (70 * unit)) * 0.5 + 0.5) * 4.99)] ?? 0.12;
    // Whole planes stay smooth: touches gather where the noise says so.
    if (noise.fractal(place.x / (55 * unit) + 9, place.y / (55 * unit), 2) < 0.02) continue;
    const length = random.uniform(4.5, 9) * unit;
    const dx = (Math.cos(slant) * length) / 2;
    const dy = (Math.sin(slant) * length) / 2;
    const touch =
      random.next() < 0.5 ? blend(under, cream, random.uniform(0.05, 0.3)) : scaled(under, random.uniform(0.72, 0.97));
    const stroke = {
      path: [place.x - dx, place.y - dy, place.x + dx, place.y + dy],
      halfWidth: random.uniform(1.3, 2.2) * unit,
      colour: touch,
      streak: under,
      body: 0.55,
      dry: 0.5,
    };
    paintBristles(canvas, sweeper, stroke, random);
  }
}

/** Analytical Cubism after Braque, Picasso and Gris: tilted planes that pass into one another, in earth colours and slate. */
export const facets: BuiltInStyle = {
  id: 'facets',
  title: 'Cubist facets',
  description: 'Tilted planes of ochre, umber and slate that break and pass into one another.',
  render(size: Size, seed: number) {
    const canvas = createCanvas(size, umber);
    const { width, height, unit } = canvas;
    const random = createRandom(seedFrom(seed, 'facets'));
    const noise = createNoise(seedFrom(seed, 'facets', 'noise'));
    const square = unit * unit;
    const colours = [ochre, ochre, sienna, slate, slate, smoke, olive, umber, cream, black];
    const choose = (plane: Polygon): Colour => {
      const centre = polygonCentre(plane);
      const zone = noise.fractal(centre.x / (150 * unit), centre.y / (150 * unit), 2);
      const i = Math.floor((zone * 0.9 + 0.5) * colours.length + random.uniform(-2.5, 2.5));
      return colours[((i % colours.length) + colours.length) % colours.length]!;
    };
    const rim = canvasPolygon(width, height, 12 * unit);
    const large = cutIntoFacets(rim, 2200 * square, 9000 * square, random);
    const small = shuffle(random, cutIntoFacets(rim, 500 * square, 3800 * square, random));
    const draw = (plane: Polygon, fade: number, weight: number): void => {
      layPlane(canvas, plane, choose(plane), fade, random.uniform(0, 6.3), noise);
      drawContour(canvas, plane, weight * unit, random);
    };
    for (const plane of large) draw(plane, 0, 1.6);
    const sweeper = createSweeper(width, height);
    drawArcs(canvas, sweeper, 16, random);
    for (const plane of small.slice(0, Math.floor(small.length * 0.62))) draw(plane, 0.95, 1.2);
    touchFacets(canvas, sweeper, random, noise);
    for (const plane of small.slice(0, Math.floor(small.length * 0.3))) drawContour(canvas, plane, 1.1 * unit, random);
    drawArcs(canvas, sweeper, 7, random);
    lightRelief(canvas, { angle: -2.3, strength: 1.1, gloss: 0.15 });
    return toImage(canvas);
  },
};
