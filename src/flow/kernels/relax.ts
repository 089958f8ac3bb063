import { type Dispatch, groups, type Kernel, packUniform } from '../../gpu/kernel.ts';
import code from './relax.wgsl?raw';

export interface RelaxArgs<Buffer> {
  /** layout in diffusivity.ts */
  readonly edges: Buffer;
  /** layout in assemble.ts */
  readonly inverse: Buffer;
  readonly constant: Buffer;
  /** solved in place, both directions */
  readonly flow: Buffer;
  readonly width: number;
  readonly height: number;
  readonly sweeps: number;
  /** over-relaxation, 1–2 */
  readonly omega: number;
}

const kernel: Kernel = {
  label: 'relax',
  code,
  buffers: ['read', 'read', 'read', 'read-write'],
  uniform: true,
};

/**
 * Red-black successive over-relaxation with the 2×2 block of a pixel solved exactly. The order of pixels within a
 * colour does not matter, so that GPU and CPU agree to rounding.
 */
export function relax(args: RelaxArgs<GPUBuffer>): Dispatch[] {
  const half = (colour: 0 | 1): Dispatch => ({
    kernel,
    buffers: [args.edges, args.inverse, args.constant, args.flow],
    uniform: packUniform({ u32: args.width }, { u32: args.height }, { u32: colour }, { f32: args.omega }),
    grid: [groups(Math.ceil(args.width / 2), 16), groups(args.height, 8), 2],
  });
  const sweep = [half(0), half(1)];
  return Array.from({ length: args.sweeps }, () => sweep).flat();
}
