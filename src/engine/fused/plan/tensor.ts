import type { BufferRange, Dispatch } from '../../../gpu/kernel.ts';
import { type Storage, valueBytes } from '../kernels/storage.ts';

/** A storage buffer as the planner sees it. */
export interface Tensor {
  readonly name: string;
  /** values; masks: 32-bit words */
  readonly floats: number;
  /** how the values are stored; f32 where absent */
  readonly storage?: Storage;
  /**
   * `work`: alive from the first step that uses it to the last, its memory shared with others. `kept`: holds its contents between
   * evaluations. `filters`: belongs to the network's weights on the device, by name.
   */
  readonly kind: 'work' | 'kept' | 'filters';
}

export function storageOf({ storage = 'f32' }: Tensor): Storage {
  return storage;
}

/** Bytes of a tensor, whole 32-bit words. */
export function tensorBytes(tensor: Tensor): number {
  return Math.ceil((tensor.floats * valueBytes(storageOf(tensor))) / 4) * 4;
}

export function totalBytes(tensors: readonly Tensor[]): number {
  return tensors.reduce((sum, tensor) => sum + tensorBytes(tensor), 0);
}

/** Gives what stands for a tensor: a buffer, or as much of it as one binding may show. */
export type Resolve = (tensor: Tensor) => BufferRange;

/** Part of an evaluation that belongs together: a convolution, a Gram matrix. */
export interface Step {
  /** what it is, as `forward` or `Gram` */
  readonly name: string;
  /** layer or tap */
  readonly layer: string;
  /** how it is computed, as `direct` or `winograd 64×64` */
  readonly variant: string;
  /** all that it reads or writes */
  readonly tensors: readonly Tensor[];
  /** floating-point operations, a convolution counted as the direct one */
  readonly flops: number;
  /** bytes moved at least: each tensor once */
  readonly bytes: number;
  readonly dispatches: (resolve: Resolve) => Dispatch[];
}
