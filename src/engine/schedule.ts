import type { Size } from '../core/image.ts';

/** One size of a coarse-to-fine run with its share of the evaluations. */
export interface Stage {
  readonly size: Size;
  /** of the objective at this size, ≥ 1 */
  readonly evaluations: number;
}

/** No size may have a side below this: five blocks of the network halve it four times. */
const MIN_SIDE = 16;

/**
 * Sizes from coarse to fine, the last being `full`; each is `factor` smaller than the next, down to `scaleMin` px on the longer
 * side. `scaleMin` 0 gives the full size alone.
 */
export function coarseToFineSizes(full: Size, scaleMin: number, factor: number): Size[] {
  const sizes: Size[] = [full];
  if (scaleMin <= 0) return sizes;
  for (let i = 1; ; i++) {
    const shrink = factor ** i;
    const size = { width: Math.round(full.width / shrink), height: Math.round(full.height / shrink) };
    if (Math.max(size.width, size.height) < scaleMin || Math.min(size.width, size.height) < MIN_SIDE) return sizes;
    sizes.unshift(size);
  }
}

/**
 * Shares a budget over the sizes by cost. An evaluation costs as much as its size has pixels; each size gets a part of the budget
 * in proportion to its width. That follows the trials in DESIGN (100 evaluations at half width, 60 at 0.7, 60 at full width): the
 * coarse sizes get more evaluations for less cost.
 * @param budget in evaluations at the full (last) size
 */
export function shareEvaluations(sizes: readonly Size[], budget: number): Stage[] {
  const full = sizes[sizes.length - 1]!;
  const linear = sizes.map(({ width, height }) => Math.sqrt((width * height) / (full.width * full.height)));
  const sum = linear.reduce((a, b) => a + b, 0);
  return sizes.map((size, i) => {
    const cost = linear[i]! ** 2;
    return { size, evaluations: Math.max(1, Math.round((budget * linear[i]!) / sum / cost)) };
  });
}
