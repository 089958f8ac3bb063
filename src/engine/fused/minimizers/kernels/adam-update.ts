import { type BufferRange, type Dispatch, groups, type Kernel } from '../../../../gpu/kernel.ts';
import { ADAM_STATE_WGSL } from '../adam-state.ts';
import { partKernel, partUniform } from '../part.ts';
import code from './adam-update.wgsl?raw';

/** Images and moments have four values a pixel. */
export interface AdamUpdateArgs<Buffer> {
  readonly trial: Buffer;
  readonly gradient: Buffer;
  /** out: the image that was evaluated */
  readonly best: Buffer;
  /** running means of the gradient and of its square */
  readonly first: Buffer;
  readonly second: Buffer;
  readonly state: Buffer;
}

const kernel: Kernel = {
  label: 'adam-update',
  code: ADAM_STATE_WGSL + code,
  buffers: ['read-write', 'read', 'read-write', 'read-write', 'read-write', 'read'],
  uniform: false,
};

const partial = partKernel(kernel);

/** Does what the state's actions ask for; nothing where they are 0. @param part whether the buffers are of a part of the image */
export function adamUpdate(pixels: number, args: AdamUpdateArgs<BufferRange>, part = false): Dispatch {
  const { trial, gradient, best, first, second, state } = args;
  return {
    ...(part ? { kernel: partial, uniform: partUniform(pixels) } : { kernel }),
    buffers: [trial, gradient, best, first, second, state],
    grid: [groups(pixels, 256), 1, 1],
  };
}
