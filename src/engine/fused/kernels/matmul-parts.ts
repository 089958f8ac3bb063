import { type Binding, type GradientBase, seededText } from './conv-parts.ts';

/** Buffers of a product, in the order of their bindings. */
export const MATMUL_BINDINGS: readonly Binding[] = [
  { name: 'a', type: 'vec4f', access: 'read' },
  { name: 'b', type: 'vec4f', access: 'read' },
  { name: 'output', type: 'vec4f', access: 'read-write' },
];

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

/** WGSL: four values of the product to their place `at`. */
export function storeText(result: MatmulResult, value: string): string {
  if (result === 'store') return `output[at] = ${value};`;
  return `output[at] = ${seededText(result.tap, result.base, 'output[at]', value, 'a[at]')};`;
}
