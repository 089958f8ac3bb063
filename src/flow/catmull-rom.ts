/** Catmull–Rom weights of the taps at −1, 0, 1, 2 for the fraction t in 0–1. */
export function catmullRom(t: number, out: Float64Array): void {
  const t2 = t * t;
  const t3 = t2 * t;
  out[0] = 0.5 * (-t + 2 * t2 - t3);
  out[1] = 0.5 * (2 - 5 * t2 + 3 * t3);
  out[2] = 0.5 * (t + 4 * t2 - 3 * t3);
  out[3] = 0.5 * (t3 - t2);
}
