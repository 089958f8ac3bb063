import type { Random } from '../../core/random.ts';
import { type Canvas, layColour } from './canvas.ts';
import { saturate } from './noise.ts';
import type { Colour } from './palette.ts';

/**
 * One covered pixel of a stroke.
 * @param pixel its index @param along 0 at the start of the stroke, 1 at its end
 * @param across −1…1 from the right rim to the left rim, seen along the stroke @param coverage 0–1, below 1 at the rim only
 */
type StrokeVisit = (pixel: number, along: number, across: number, coverage: number) => void;

/** Finds the pixels under a stroke, each once, with its place in the stroke. */
export interface Sweeper {
  /**
   * @param path x0, y0, x1, y1, … in pixels @param halfWidth in pixels
   * @param profile share of the half width at a place along the stroke, 0–1; by default 1 everywhere
   */
  sweep(path: readonly number[], halfWidth: number, visit: StrokeVisit, profile?: (along: number) => number): void;
}

/** A sweeper for one canvas size; it keeps its scratch fields between strokes. */
export function createSweeper(width: number, height: number): Sweeper {
  const nearest = new Float32Array(width * height).fill(Number.POSITIVE_INFINITY);
  const alongAt = new Float32Array(width * height);
  const acrossAt = new Float32Array(width * height);
  const touched: number[] = [];

  const sweepSegment = (
    x0: number,
    y0: number,
    x1: number,
    y1: number,
    start: number,
    end: number,
    half: number,
  ): void => {
    const dx = x1 - x0;
    const dy = y1 - y0;
    const length = Math.hypot(dx, dy) || 1e-6;
    const reach = half + 1;
    const left = Math.max(Math.floor(Math.min(x0, x1) - reach), 0);
    const right = Math.min(Math.ceil(Math.max(x0, x1) + reach), width - 1);
    const top = Math.max(Math.floor(Math.min(y0, y1) - reach), 0);
    const bottom = Math.min(Math.ceil(Math.max(y0, y1) + reach), height - 1);
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const px = x + 0.5 - x0;
        const py = y + 0.5 - y0;
        const t = saturate((px * dx + py * dy) / (length * length));
        const awayX = px - t * dx;
        const awayY = py - t * dy;
        // Not Math.hypot, which is several times slower here, in the innermost loop of most styles.
        const distance = Math.sqrt(awayX * awayX + awayY * awayY);
        if (distance > half + 0.5) continue;
        const pixel = y * width + x;
        if (distance >= nearest[pixel]!) continue;
        if (nearest[pixel] === Number.POSITIVE_INFINITY) touched.push(pixel);
        nearest[pixel] = distance;
        alongAt[pixel] = start + (end - start) * t;
        acrossAt[pixel] = px * dy - py * dx > 0 ? distance : -distance;
      }
    }
  };

  const sweep: Sweeper['sweep'] = (path, halfWidth, visit, profile) => {
    const steps = path.length / 2 - 1;
    for (let step = 0; step < steps; step++) {
      const i = step * 2;
      const half = halfWidth * (profile?.((step + 0.5) / steps) ?? 1);
      sweepSegment(path[i]!, path[i + 1]!, path[i + 2]!, path[i + 3]!, step / steps, (step + 1) / steps, half);
    }
    for (const pixel of touched) {
      const along = alongAt[pixel]!;
      const half = Math.max(halfWidth * (profile?.(along) ?? 1), 0.3);
      // A line thinner than a pixel covers its pixels in part.
      const coverage = saturate(half + 0.5 - nearest[pixel]!) * Math.min(1, half * 2);
      if (coverage > 0) visit(pixel, along, Math.min(Math.max(acrossAt[pixel]! / half, -1), 1), coverage);
      nearest[pixel] = Number.POSITIVE_INFINITY;
    }
    touched.length = 0;
  };
  return { sweep };
}

/**
 * Follows a direction field from a place, half the length each way.
 * @param direction angle in radians at a place in pixels @param length in pixels @param step in pixels
 * @returns x0, y0, x1, y1, … in the sense of the field
 */
export function followField(
  direction: (x: number, y: number) => number,
  x: number,
  y: number,
  length: number,
  step: number,
): number[] {
  const half = (sense: number): number[] => {
    const points: number[] = [];
    let px = x;
    let py = y;
    for (let gone = 0; gone < length / 2; gone += step) {
      const angle = direction(px, py);
      px += Math.cos(angle) * step * sense;
      py += Math.sin(angle) * step * sense;
      points.push(px, py);
    }
    return points;
  };
  const back = half(-1);
  const path: number[] = [];
  for (let i = back.length - 2; i >= 0; i -= 2) path.push(back[i]!, back[i + 1]!);
  path.push(x, y, ...half(1));
  return path;
}

/** How a loaded bristle brush lays its paint. */
export interface BristleStroke {
  readonly path: readonly number[];
  /** in pixels */
  readonly halfWidth: number;
  readonly colour: Colour;
  /** second paint picked up by some of the bristles */
  readonly streak: Colour;
  /** thickness of the paint, about 0–1 */
  readonly body: number;
  /** share of the stroke's end where bristles run dry one after the other, 0–1 */
  readonly dry: number;
}

/**
 * Paints one stroke of thick paint: every bristle draws its own furrow and shade, the rim is pushed up into a ridge, and the
 * end breaks up where bristles run dry.
 */
export function paintBristles(canvas: Canvas, sweeper: Sweeper, stroke: BristleStroke, random: Random): void {
  const bristles = Math.max(5, Math.round((stroke.halfWidth / canvas.unit) * 2.2));
  const furrow = Array.from({ length: bristles + 2 }, () => random.next());
  const pickup = Array.from({ length: bristles + 2 }, () => random.next() ** 2);
  const { colour, streak, body, dry } = stroke;
  const visit: StrokeVisit = (pixel, along, across, coverage) => {
    const at = (across * 0.5 + 0.5) * bristles;
    const i = Math.floor(at);
    const f = at - i;
    const ridge = furrow[i]! + (furrow[i + 1]! - furrow[i]!) * f;
    const mix = pickup[i]! + (pickup[i + 1]! - pickup[i]!) * f;
    const left = dry > 0 ? saturate((1 - along + ridge * dry * 0.9 - 0.25 * dry) / dry) : 1;
    const alpha = coverage * (left > 0.35 ? 1 : left / 0.35);
    if (alpha <= 0) return;
    const shade = 0.9 + 0.2 * ridge;
    layColour(
      canvas,
      pixel,
      [
        (colour[0] + (streak[0] - colour[0]) * mix) * shade,
        (colour[1] + (streak[1] - colour[1]) * mix) * shade,
        (colour[2] + (streak[2] - colour[2]) * mix) * shade,
      ],
      alpha,
    );
    const rim = across * across;
    const thick = body * (0.35 + 0.5 * ridge + 0.35 * rim * rim) * (1 - 0.35 * along) * Math.sqrt(1.02 - rim * rim);
    canvas.relief[pixel] = canvas.relief[pixel]! * (1 - alpha * 0.8) + thick * alpha;
  };
  sweeper.sweep(stroke.path, stroke.halfWidth, visit, (along) => 1 - 0.35 * saturate((along - 0.6) / 0.4));
}
