/** One sum of a transform: factors, each of the value at an index. */
type Terms = readonly (readonly [factor: number, index: number])[];

/**
 * Winograd's minimal filtering F(m×m, 3×3) (Lavin and Gray 2015, section 4): a tile of m×m outputs takes (m + 2)² products for each pair of
 * channels instead of 9·m². The tile is transformed, multiplied component by component as matrix products, and transformed back.
 */
export interface WinogradTransform {
  /** m: side of a tile of outputs */
  readonly outputs: 2 | 4;
  /** m + 2: side of a tile of inputs, and of its components */
  readonly side: number;
  /** of a transformed tile */
  readonly components: number;
  /** tiles in one of the 4×4 outputs that the geometry of all convolutions knows, and that an invocation makes */
  readonly parts: number;
  /** Bᵀ, row by row */
  readonly input: readonly Terms[];
  /** Aᵀ, row by row */
  readonly output: readonly Terms[];
  /** G */
  readonly filter: readonly (readonly [number, number, number])[];
}

function termsOf(matrix: readonly (readonly number[])[]): Terms[] {
  return matrix.map((row) => row.flatMap((factor, index) => (factor === 0 ? [] : [[factor, index] as const])));
}

/** A quarter of the products, with transforms that enlarge errors: their components are in f32 whatever else is not. */
export const F4: WinogradTransform = {
  outputs: 4,
  side: 6,
  components: 36,
  parts: 1,
  input: termsOf([
    [4, 0, -5, 0, 1, 0],
    [0, -4, -4, 1, 1, 0],
    [0, 4, -4, -1, 1, 0],
    [0, -2, -1, 2, 1, 0],
    [0, 2, -1, -2, 1, 0],
    [0, 4, 0, -5, 0, 1],
  ]),
  output: termsOf([
    [1, 1, 1, 1, 1, 0],
    [0, 1, -1, 2, -2, 0],
    [0, 1, 1, 4, 4, 0],
    [0, 1, -1, 8, -8, 1],
  ]),
  filter: [
    [1 / 4, 0, 0],
    [-1 / 6, -1 / 6, -1 / 6],
    [-1 / 6, 1 / 6, -1 / 6],
    [1 / 24, 1 / 12, 1 / 6],
    [1 / 24, -1 / 12, 1 / 6],
    [0, 0, 1],
  ],
};

/** Four ninths of the products, with transforms that half precision bears: where values are stored so, components and filters are too. */
export const F2: WinogradTransform = {
  outputs: 2,
  side: 4,
  components: 16,
  parts: 4,
  input: termsOf([
    [1, 0, -1, 0],
    [0, 1, 1, 0],
    [0, -1, 1, 0],
    [0, 1, 0, -1],
  ]),
  output: termsOf([
    [1, 1, 1, 0],
    [0, 1, -1, -1],
  ]),
  filter: [
    [1, 0, 0],
    [1 / 2, 1 / 2, 1 / 2],
    [1 / 2, -1 / 2, 1 / 2],
    [0, 0, 1],
  ],
};

/** The transform with tiles of this many outputs in a row. */
export function winogradTransform(outputs: 2 | 4 = 4): WinogradTransform {
  return outputs === 2 ? F2 : F4;
}
