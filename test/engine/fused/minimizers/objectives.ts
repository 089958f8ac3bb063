import type { Evaluate, Evaluated } from '../../../../src/engine/minimizers/minimizer.ts';
import { type Dispatch, type Kernel, packUniform } from '../../../../src/gpu/kernel.ts';
import code from './objective.wgsl?raw';

const KINDS = { bowl: 0, valley: 1, liar: 2 } as const;

/** A small objective over the R, G, B row of an image, on the host and in WGSL. */
export interface TestObjective {
  readonly pixels: number;
  /**
   * `bowl`: stretched, minimum 0 at `bowlMinimum`; `valley`: Rosenbrock's function along the whole row, minimum 0 at ones;
   * `liar`: a gradient that points downhill where every way goes up
   */
  readonly kind: keyof typeof KINDS;
  /** of value and gradient */
  readonly scale?: number;
  /** of the bowl */
  readonly condition?: number;
  /** where the first value is below, the losses are not finite */
  readonly wall?: number;
  /** what they are there */
  readonly broken?: number;
}

const defaults = { scale: 1, condition: 1, wall: -1e30, broken: Number.NaN };

const kernel: Kernel = { label: 'test objective', code, buffers: ['read', 'read-write', 'read-write'], uniform: true };

export function objectiveDispatch(
  objective: TestObjective,
  { trial, gradient, losses }: Record<'trial' | 'gradient' | 'losses', GPUBuffer>,
): Dispatch {
  const { pixels, kind, scale, condition, wall, broken } = { ...defaults, ...objective };
  return {
    kernel,
    buffers: [trial, gradient, losses],
    uniform: packUniform(
      { u32: pixels },
      { u32: KINDS[kind] },
      { f32: scale },
      { f32: condition },
      { f32: wall },
      { f32: broken },
    ),
    grid: [1, 1, 1],
  };
}

/** Value i of the bowl's minimum. */
export function bowlMinimum(i: number): number {
  return (i % 7) - 3;
}

/** The same in double precision; `terms` as the WGSL has them. */
export function objectiveValue(objective: TestObjective, x: Float32Array) {
  const { kind, scale, condition, wall, broken } = { ...defaults, ...objective };
  const n = x.length;
  const gradient = new Float32Array(n);
  const terms = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const v = x[i]!;
    let loss = 0;
    let slope = 0;
    if (kind === 'bowl') {
      const curvature = 1 + (condition - 1) * (i / (n - 1)) ** 3;
      loss = 0.5 * curvature * (v - bowlMinimum(i)) ** 2;
      slope = curvature * (v - bowlMinimum(i));
    } else if (kind === 'valley') {
      if (i + 1 < n) {
        const bend = x[i + 1]! - v * v;
        loss = 100 * bend * bend + (1 - v) ** 2;
        slope = -400 * v * bend - 2 * (1 - v);
      }
      if (i > 0) slope += 200 * (v - x[i - 1]! ** 2);
    } else {
      loss = 1 + Math.abs(v);
      slope = 1;
    }
    gradient[i] = scale * slope;
    terms[i % 3]! += scale * loss;
  }
  if (x[0]! < wall) terms[1] = broken;
  return { terms, gradient, value: terms.reduce((a, b) => a + b, 0) };
}

/** For the minimisers on the host. */
export function hostEvaluate(objective: TestObjective): Evaluate<Evaluated> {
  return async (x) => objectiveValue(objective, x);
}

/** R, G, B row → four values a pixel, and back. */
export function toImage(row: Float32Array): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: (row.length / 3) * 4 }, (_, i) => (i % 4 === 3 ? 0 : row[i - Math.floor(i / 4)]!));
}

export function toRow(image: Float32Array): Float32Array {
  return image.filter((_, i) => i % 4 !== 3);
}
