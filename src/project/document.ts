import type { Params } from './schema.ts';

/** A photograph of a project; its bytes are kept apart, under their hash. */
export interface FrameItem {
  /** unique in the project */
  readonly id: string;
  /** file name without folders */
  readonly name: string;
  /** SHA-256 of the file's bytes: the key under which they are kept */
  readonly sha256: string;
}

/** Where a project's frames come from. */
export type FramesChoice =
  | { readonly kind: 'none' }
  | { readonly kind: 'demo'; readonly frames: number }
  | { readonly kind: 'files'; readonly items: readonly FrameItem[] };

/** A painting of a project's mix. Its share stands in `params.input_style_weights` at the same place. */
export interface StyleItem {
  /** unique in the project */
  readonly id: string;
  /** file name without folders, or `built-in:NAME` */
  readonly name: string;
  /** SHA-256 of the file's bytes, the key under which they are kept; null for a built-in one */
  readonly sha256: string | null;
}

/** One project of the studio, as it is kept. Pictures are kept apart and named here by hash. */
export interface ProjectDocument {
  /** of this form; older ones are migrated on loading */
  readonly version: 1;
  readonly id: string;
  readonly name: string;
  /** ISO dates */
  readonly created: string;
  readonly changed: string;
  readonly frames: FramesChoice;
  readonly styles: readonly StyleItem[];
  readonly params: Params;
  /** unknown keys of a params file that was loaded, kept for saving */
  readonly extras: Readonly<Record<string, unknown>>;
}
