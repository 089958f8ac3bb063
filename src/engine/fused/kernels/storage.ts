/** How the values of a buffer are stored. Arithmetic is in f32 either way; `f16` needs the feature `shader-f16`. */
export type Storage = 'f32' | 'f16';

/** Four values as a buffer holds them, in WGSL. Loads write `vec4f(buffer[i])`, stores `buffer[i] = vec4h(value)`; of f32 both mean nothing. */
export type StoredVector = 'vec4f' | 'vec4h';

/** Bytes of one value. */
export function valueBytes(storage: Storage): number {
  return storage === 'f16' ? 2 : 4;
}

export function storedVector(storage: Storage): StoredVector {
  return storage === 'f16' ? 'vec4h' : 'vec4f';
}

/** What a kernel with buffers of these types begins with. */
export function enableText(types: readonly string[]): string {
  return types.includes('vec4h') ? 'enable f16;' : '';
}

/** How the ends of a convolution are stored. */
export interface ConvStorage {
  readonly source: Storage;
  readonly filters: Storage;
  readonly result: Storage;
}

export const F32: ConvStorage = { source: 'f32', filters: 'f32', result: 'f32' };
