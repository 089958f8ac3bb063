/** The 4-byte scalars of a state buffer in their order: the one place that both the WGSL struct and the host's view come from. */
export type StateFields = Readonly<Record<string, 'u32' | 'f32'>>;

/** A state as numbers; writing rounds to what the buffer holds. */
export type StateView<Fields extends StateFields> = { -readonly [Name in keyof Fields]: number };

/** Members of a WGSL struct for `fields`. */
export function stateMembers(fields: StateFields): string {
  return Object.entries(fields)
    .map(([name, type]) => `  ${name}: ${type},\n`)
    .join('');
}

/** Length in 32-bit words, even: an array of `vec2f` may follow. */
export function stateWords(fields: StateFields): number {
  return Math.ceil(Object.keys(fields).length / 2) * 2;
}

/** WGSL constants `PREFIX_NAME` for a table of codes. */
export function codeConstants(prefix: string, codes: Readonly<Record<string, number>>): string {
  return Object.entries(codes)
    .map(([name, code]) => `const ${prefix}_${name.toUpperCase()} = ${code}u;\n`)
    .join('');
}

/** A live view of state words that start at the beginning of `words`. */
export function viewState<Fields extends StateFields>(fields: Fields, words: Float32Array): StateView<Fields> {
  const data = new DataView(words.buffer, words.byteOffset, words.byteLength);
  const view = {};
  Object.entries(fields).forEach(([name, type], i) => {
    Object.defineProperty(view, name, {
      enumerable: true,
      get: () => (type === 'u32' ? data.getUint32(i * 4, true) : data.getFloat32(i * 4, true)),
      set: (value: number) =>
        type === 'u32' ? data.setUint32(i * 4, value, true) : data.setFloat32(i * 4, value, true),
    });
  });
  return view as StateView<Fields>;
}
