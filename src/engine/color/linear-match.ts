import type { FloatImage } from '../../core/image.ts';

/** How the square root of a covariance is taken (`color_match_mode`); all three match it, they turn the colours differently. */
export type ColorMatchMode = 'pca' | 'chol' | 'sym';

/** 3×3, row by row. */
type Matrix = readonly number[];

/** Added to the covariance, so that an image of one colour has an inverse. */
const RIDGE = 1e-2;

/**
 * Linear colour transfer: an affine map of RGB gives the image the mean and covariance of the target
 * (Gatys, Bethge, Hertzmann and Shechtman 2016, §5.1: image analogies' A·x + b with A·Σ·Aᵀ = Σ_target).
 */
export function matchLinear(image: FloatImage, target: FloatImage, mode: ColorMatchMode): FloatImage {
  const from = statistics(image);
  const to = statistics(target);
  const map = transferMatrix(from.covariance, to.covariance, mode);
  const data = new Float32Array(image.data.length);
  for (let i = 0; i < data.length; i += 3) {
    for (let r = 0; r < 3; r++) {
      let sum = to.mean[r]!;
      for (let c = 0; c < 3; c++) sum += map[r * 3 + c]! * (image.data[i + c]! - from.mean[c]!);
      data[i + r] = sum;
    }
  }
  return { ...image, data };
}

function transferMatrix(from: Matrix, to: Matrix, mode: ColorMatchMode): Matrix {
  switch (mode) {
    case 'chol':
      return multiply(cholesky(to), invertLower(cholesky(from)));
    case 'pca':
      return multiply(power(to, 0.5), power(from, -0.5));
    case 'sym': {
      // The one map that is symmetric: it moves colours least (Pitié and Kokaram 2007, Monge–Kantorovich solution).
      const root = power(from, 0.5);
      const inverse = power(from, -0.5);
      return multiply(inverse, multiply(power(multiply(root, multiply(to, root)), 0.5), inverse));
    }
  }
}

function statistics({ data }: FloatImage): { mean: number[]; covariance: number[] } {
  const count = data.length / 3;
  const mean = [0, 0, 0];
  for (let i = 0; i < data.length; i++) mean[i % 3]! += data[i]! / count;
  const covariance = [RIDGE, 0, 0, 0, RIDGE, 0, 0, 0, RIDGE];
  for (let i = 0; i < data.length; i += 3) {
    for (let r = 0; r < 3; r++) {
      for (let c = 0; c < 3; c++) {
        covariance[r * 3 + c]! += ((data[i + r]! - mean[r]!) * (data[i + c]! - mean[c]!)) / count;
      }
    }
  }
  return { mean, covariance };
}

function multiply(a: Matrix, b: Matrix): number[] {
  return Array.from({ length: 9 }, (_, i) => {
    const row = Math.floor(i / 3) * 3;
    const column = i % 3;
    return a[row]! * b[column]! + a[row + 1]! * b[3 + column]! + a[row + 2]! * b[6 + column]!;
  });
}

function cholesky(m: Matrix): number[] {
  const l = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let r = 0; r < 3; r++) {
    for (let c = 0; c <= r; c++) {
      let sum = m[r * 3 + c]!;
      for (let k = 0; k < c; k++) sum -= l[r * 3 + k]! * l[c * 3 + k]!;
      l[r * 3 + c] = r === c ? Math.sqrt(sum) : sum / l[c * 3 + c]!;
    }
  }
  return l;
}

function invertLower(l: Matrix): number[] {
  const out = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let c = 0; c < 3; c++) {
    for (let r = c; r < 3; r++) {
      let sum = r === c ? 1 : 0;
      for (let k = c; k < r; k++) sum -= l[r * 3 + k]! * out[k * 3 + c]!;
      out[r * 3 + c] = sum / l[r * 3 + r]!;
    }
  }
  return out;
}

/** Power of a symmetric positive matrix through its eigenvectors (Jacobi rotations). */
function power(m: Matrix, exponent: number): number[] {
  let a = [...m];
  let vectors = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  for (let sweep = 0; sweep < 30; sweep++) {
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const off = a[p * 3 + q]!;
      if (off === 0) continue;
      const angle = 0.5 * Math.atan2(2 * off, a[q * 3 + q]! - a[p * 3 + p]!);
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      const rotation = [1, 0, 0, 0, 1, 0, 0, 0, 1];
      rotation[p * 3 + p] = cos;
      rotation[q * 3 + q] = cos;
      rotation[p * 3 + q] = sin;
      rotation[q * 3 + p] = -sin;
      a = multiply(transpose(rotation), multiply(a, rotation));
      vectors = multiply(vectors, rotation);
    }
  }
  const scaled = vectors.map((v, i) => v * Math.max(a[(i % 3) * 4]!, 1e-12) ** exponent);
  return multiply(scaled, transpose(vectors));
}

function transpose(m: Matrix): number[] {
  return [m[0]!, m[3]!, m[6]!, m[1]!, m[4]!, m[7]!, m[2]!, m[5]!, m[8]!];
}
