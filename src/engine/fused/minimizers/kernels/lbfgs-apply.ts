import { type BufferRange, type Dispatch, groups, type Kernel } from '../../../../gpu/kernel.ts';
import { LBFGS_STATE_WGSL } from '../lbfgs-state.ts';
import { packedLength } from '../packing.ts';
import { partKernel, partUniform } from '../part.ts';
import code from './lbfgs-apply.wgsl?raw';
import packed from './packed.wgsl?raw';

/** Buffers as in `LbfgsDotsArgs`; `best` is an image, four values a pixel. */
export interface LbfgsApplyArgs<Buffer> {
  readonly trial: Buffer;
  readonly gradient: Buffer;
  readonly best: Buffer;
  readonly point: Buffer;
  readonly steps: Buffer;
  readonly changes: Buffer;
  readonly state: Buffer;
}

const kernel: Kernel = {
  label: 'lbfgs-apply',
  code: LBFGS_STATE_WGSL + packed + code,
  buffers: ['read-write', 'read', 'read-write', 'read-write', 'read-write', 'read-write', 'read'],
  uniform: false,
};

const partial = partKernel(kernel);

/** Does what the state's actions ask for; nothing where they are 0. @param part whether the buffers are of a part of the image */
export function lbfgsApply(pixels: number, args: LbfgsApplyArgs<BufferRange>, part = false): Dispatch {
  const { trial, gradient, best, point, steps, changes, state } = args;
  return {
    ...(part ? { kernel: partial, uniform: partUniform(pixels) } : { kernel }),
    buffers: [trial, gradient, best, point, steps, changes, state],
    grid: [groups(packedLength(pixels), 256), 1, 1],
  };
}
