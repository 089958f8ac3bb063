import { NO_PLANE } from '../hypotheses.ts';
import type { SelectArgs } from './select.ts';

/** The label of least cost for every pixel, and between it and its neighbours the least of a parabola through the three. */
export function selectCpu({
  labels,
  focal,
  planes,
  sum,
  depth,
  width,
  height,
}: SelectArgs<Float32Array, Uint16Array>): void {
  for (let y = 0, i = 0; y < height; y++) {
    const b = (y + 0.5 - height / 2) / focal;
    for (let x = 0; x < width; x++, i++) {
      const a = (x + 0.5 - width / 2) / focal;
      const at = i * labels;
      let best = 0;
      for (let label = 1; label < labels; label++)
        if (sum[at + label]! < sum[at + best]! && isPlane(label)) best = label;
      const depthOf = (label: number) =>
        Math.abs(planes[4 * label]! * a + planes[4 * label + 1]! * b + planes[4 * label + 2]!);
      let found = depthOf(best);
      if (best > 0 && best < labels - 1 && isPlane(best - 1) && isPlane(best + 1)) {
        const [left, middle, right] = [sum[at + best - 1]!, sum[at + best]!, sum[at + best + 1]!];
        const bend = left - 2 * middle + right;
        const off = bend > 0 ? (0.5 * (left - right)) / bend : 0;
        found += Math.abs(off) * (depthOf(best + Math.sign(off)) - found);
      }
      depth[i] = found;
    }
  }

  function isPlane(label: number): boolean {
    return planes[4 * label + 3] !== NO_PLANE;
  }
}
