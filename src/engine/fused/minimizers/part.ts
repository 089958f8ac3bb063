import { type Kernel, packUniform } from '../../../gpu/kernel.ts';

/** Parts of an image hold whole multiples of so many pixels, but for the last: packed or not, a binding may then begin where a part does. */
export const PART_PIXELS = 64;

/**
 * A minimiser's kernel for a part of the image: its buffers show the part's pixels, and the uniform block says how many there are, where the
 * kernel for whole images asks the state.
 */
export function partKernel(kernel: Kernel): Kernel {
  const code = `${kernel.code.replaceAll('state.pixels', 'part.pixels')}
struct Part { pixels: u32, firstRow: u32 }
@group(0) @binding(${kernel.buffers.length}) var<uniform> part: Part;
`;
  return { ...kernel, label: `${kernel.label}, part`, code, uniform: true };
}

/** @param firstRow of the partial sums, for kernels that write them: those of all parts lie one behind the other */
export function partUniform(pixels: number, firstRow = 0): Uint8Array<ArrayBuffer> {
  return packUniform({ u32: pixels }, { u32: firstRow });
}
