/** Dot product in double precision: float32 sums over a million values lose the digits that a line search decides by. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** y ← y + scale·x */
export function addScaled(y: Float32Array, scale: number, x: Float32Array): void {
  for (let i = 0; i < y.length; i++) y[i]! += scale * x[i]!;
}

/** a − b */
export function difference(a: Float32Array, b: Float32Array): Float32Array {
  const out = new Float32Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = a[i]! - b[i]!;
  return out;
}

/** Sum of absolute values. */
export function norm1(a: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]!);
  return sum;
}
