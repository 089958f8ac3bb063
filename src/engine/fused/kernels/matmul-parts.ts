import { type Binding, type GradientBase, seededText } from './conv-parts.ts';
import { type ConvStorage, type StoredVector, storedVector } from './storage.ts';

/** Buffers of a product, in the order of their bindings. @param storage of A, B and the product */
export function matmulBindings({ source, filters, result }: ConvStorage): readonly Binding[] {
  return [
    { name: 'a', type: storedVector(source), access: 'read' },
    { name: 'b', type: storedVector(filters), access: 'read' },
    { name: 'output', type: storedVector(result), access: 'read-write' },
  ];
}

/**
 * What becomes of the product: stored, or taken as the gradient of a style loss at a tap (A are the features there, and the product is
 * F·D): added to the gradient that is there.
 */
export type MatmulResult =
  | 'store'
  | {
      /** a tap behind its ReLU, or before it */
      readonly tap: 'relu' | 'conv';
      /** what the output holds */
      readonly base: GradientBase;
    };

/**
 * How a matrix product is cut: a workgroup makes `rows` × `columns` outputs, walking the depth by `depth`; an invocation makes `perRow` ×
 * `perColumn`. Without staging the tile is the invocation's, or that of its `lanes`.
 */
export interface MatmulTile {
  /** whether tiles of both factors are staged in workgroup memory */
  readonly staging: boolean;
  /**
   * without staging: invocations of one subgroup, a power of two, that stand side by side over the columns and hand each other what they load
   * of A; `perRow` · `depth` is a multiple of 4 · `lanes`. Absent: each loads all that it needs
   */
  readonly lanes?: number;
  readonly rows: number;
  readonly columns: number;
  /** multiple of 4 */
  readonly depth: number;
  readonly perRow: number;
  /** multiple of 4 */
  readonly perColumn: number;
}

/** What a product is compiled for. */
export interface MatmulShape {
  /** inner dimension, a multiple of the tile's */
  readonly depth: number;
  /** a multiple of the tile's */
  readonly columns: number;
  readonly tile: MatmulTile;
  /** `padded`: a multiple of the tile's rows in all buffers; `any`: guarded */
  readonly rows: 'padded' | 'any';
  readonly result: MatmulResult;
  /** of A, B and the product; all f32 where absent */
  readonly storage?: ConvStorage;
}

/** One use of a product. */
export interface MatmulRun {
  readonly rows: number;
  readonly columns: number;
  readonly batch: number;
  readonly tile: MatmulTile;
}

/** WGSL: four values of the product to their place `at`. */
export function storeText(result: MatmulResult, value: string, stored: StoredVector): string {
  if (result === 'store') return `output[at] = ${stored}(${value});`;
  return `output[at] = ${stored}(${seededText(result.tap, result.base, 'vec4f(output[at])', value, 'vec4f(a[at])')});`;
}
