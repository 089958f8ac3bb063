/** How a kernel uses one storage buffer. */
type BufferAccess = 'read' | 'read-write';

/**
 * A compute kernel as data: nothing touches a device until a runner dispatches it.
 * Bindings stand in group 0: storage buffers at 0…n−1 in the order of `buffers`, then the uniform block (if any) at n.
 * The entry point is `main`.
 */
export interface Kernel {
  /** shown in errors and captures */
  readonly label: string;
  /** WGSL text */
  readonly code: string;
  readonly buffers: readonly BufferAccess[];
  readonly uniform: boolean;
  /** values of `override` declarations */
  readonly constants?: Readonly<Record<string, number>>;
}

/** What a binding shows a kernel: a whole buffer, or the part of one that begins at a multiple of 256 bytes. */
export type BufferRange =
  | GPUBuffer
  | {
      readonly buffer: GPUBuffer;
      /** bytes, a multiple of `OFFSET_ALIGNMENT` */
      readonly offset: number;
      /** bytes, a multiple of 4 */
      readonly size: number;
    };

/** Every device takes storage bindings at multiples of this many bytes: the largest `minStorageBufferOffsetAlignment` there is. */
export const OFFSET_ALIGNMENT = 256;

/** Part of a range. @param offset from the beginning of the range, a multiple of `OFFSET_ALIGNMENT` @param size bytes, a multiple of 4 */
export function rangeWithin(range: BufferRange, offset: number, size: number): BufferRange {
  return 'buffer' in range
    ? { buffer: range.buffer, offset: range.offset + offset, size }
    : { buffer: range, offset, size };
}

/** One use of a kernel. The same object may stand in a list many times; its bind group is then made once. */
export interface Dispatch {
  readonly kernel: Kernel;
  /** as many as `kernel.buffers` */
  readonly buffers: readonly BufferRange[];
  /** bytes of the uniform block; present exactly where `kernel.uniform` */
  readonly uniform?: Uint8Array<ArrayBuffer>;
  /** number of workgroups */
  readonly grid: readonly [x: number, y: number, z: number];
}

/** One 4-byte member of a uniform block. */
export type Scalar = { readonly u32: number } | { readonly f32: number };

/** Uniform block of 4-byte scalars in declaration order, padded to 16 bytes as uniform address space asks. */
export function packUniform(...scalars: readonly Scalar[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(Math.ceil(scalars.length / 4) * 16));
  scalars.forEach((scalar, i) => {
    if ('u32' in scalar) view.setUint32(i * 4, scalar.u32, true);
    else view.setFloat32(i * 4, scalar.f32, true);
  });
  return new Uint8Array(view.buffer);
}

/** Workgroups that cover `items` with `size` invocations each. */
export function groups(items: number, size: number): number {
  return Math.ceil(items / size);
}
