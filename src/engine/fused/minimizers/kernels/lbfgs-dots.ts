import { type BufferRange, type Dispatch, groups, type Kernel } from '../../../../gpu/kernel.ts';
import { DOT_TILE, DOTS_LAYOUT_WGSL, dotChunks } from '../lbfgs-dots-layout.ts';
import { LBFGS_STATE_WGSL } from '../lbfgs-state.ts';
import { partKernel, partUniform } from '../part.ts';
import code from './lbfgs-dots.wgsl?raw';
import packed from './packed.wgsl?raw';

/** Dot products of the trial's would-be pair with itself, the gradients, the direction and the ring. */
export interface LbfgsDotsArgs<Buffer> {
  /** image, four values a pixel */
  readonly trial: Buffer;
  /** at the trial, four values a pixel */
  readonly gradient: Buffer;
  /** packed x, gradient at x and direction, one after another */
  readonly point: Buffer;
  /** packed steps and changes of gradient, one vector a slot */
  readonly steps: Buffer;
  readonly changes: Buffer;
  readonly state: Buffer;
  /** out: `dotChunks(pixels)` rows of `dotCount(state.history)` sums; of unused slots nothing is written */
  readonly partials: Buffer;
}

const kernel: Kernel = {
  label: 'lbfgs-dots',
  code: LBFGS_STATE_WGSL + DOTS_LAYOUT_WGSL + packed + code,
  buffers: ['read', 'read', 'read', 'read', 'read', 'read', 'read-write'],
  uniform: false,
};

const part = partKernel({
  ...kernel,
  code: kernel.code.replace('let row = group.x', 'let row = (part.firstRow + group.x)'),
});

/**
 * @param history slots of the ring buffers; the state's may be smaller
 * @param firstRow of a part of the image, of which the buffers (but `partials`) are then; absent: they are of the whole image
 */
export function lbfgsDots(
  pixels: number,
  history: number,
  args: LbfgsDotsArgs<BufferRange>,
  firstRow?: number,
): Dispatch {
  const { trial, gradient, point, steps, changes, state, partials } = args;
  const buffers = [trial, gradient, point, steps, changes, state, partials];
  const grid = [dotChunks(pixels), 1 + groups(history, DOT_TILE), 1] as const;
  return firstRow === undefined
    ? { kernel, buffers, grid }
    : { kernel: part, buffers, uniform: partUniform(pixels, firstRow), grid };
}
