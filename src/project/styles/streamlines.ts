import type { Place } from './scatter.ts';

/** What lines are to be traced over a canvas; lengths in pixels. */
export interface LineField {
  readonly width: number;
  readonly height: number;
  /** angle of the lines at a place, radians; its sense does not matter */
  direction(x: number, y: number): number;
  /** whether a line may run here */
  wanted(x: number, y: number): boolean;
  /** least distance between lines */
  readonly spacing: number;
  /** greatest length of a line */
  readonly length: number;
}

/**
 * Evenly spaced lines along a field, after Jobard and Lefer, "Creating evenly-spaced streamlines of arbitrary density" (1997): a line
 * grows from its seed both ways until it is long enough, leaves where lines are wanted, or comes near an earlier one.
 * @param seeds where lines may start, first come first served @returns paths x0, y0, x1, y1, … of at least three places
 */
export function traceEvenly(field: LineField, seeds: readonly Place[]): number[][] {
  const { width, height, spacing } = field;
  const owner = new Int32Array(width * height);
  const step = Math.max(1, spacing * 0.4);
  const reach = Math.max(Math.floor(spacing * 0.75), 1);

  const free = (x: number, y: number, line: number): boolean => {
    if (x < 0 || y < 0 || x >= width || y >= height || !field.wanted(x, y)) return false;
    const taken = owner[Math.floor(y) * width + Math.floor(x)]!;
    return taken === 0 || taken === line;
  };
  const claim = (x: number, y: number, line: number): void => {
    const column = Math.floor(x);
    const row = Math.floor(y);
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        if (dx * dx + dy * dy > reach * reach + 0.5) continue;
        const c = column + dx;
        const r = row + dy;
        if (c < 0 || r < 0 || c >= width || r >= height) continue;
        if (owner[r * width + c] === 0) owner[r * width + c] = line;
      }
    }
  };
  const grow = (seed: Place, line: number, sense: number): number[] => {
    const points: number[] = [];
    let { x, y } = seed;
    let lastX = 0;
    let lastY = 0;
    for (let gone = 0; gone < field.length / 2; gone += step) {
      const angle = field.direction(x, y);
      let dx = Math.cos(angle) * sense;
      let dy = Math.sin(angle) * sense;
      // A direction has no sense: keep going rather than turning back.
      if (dx * lastX + dy * lastY < 0) {
        dx = -dx;
        dy = -dy;
      }
      x += dx * step;
      y += dy * step;
      if (!free(x, y, line)) break;
      claim(x, y, line);
      points.push(x, y);
      lastX = dx;
      lastY = dy;
    }
    return points;
  };

  const lines: number[][] = [];
  for (const seed of seeds) {
    const line = lines.length + 1;
    if (!free(seed.x, seed.y, line)) continue;
    const before = grow(seed, line, -1);
    const after = grow(seed, line, 1);
    const path: number[] = [];
    for (let i = before.length - 2; i >= 0; i -= 2) path.push(before[i]!, before[i + 1]!);
    path.push(seed.x, seed.y, ...after);
    if (path.length >= 6) {
      claim(seed.x, seed.y, line);
      lines.push(path);
    }
  }
  return lines;
}
