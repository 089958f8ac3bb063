import { PleinAirError } from '../../../core/errors.ts';
import type { BlobStore } from '../../../platform/blob-store.ts';
import type { ImageCodec } from '../../../platform/image-codec.ts';
import type { FrameRef, FrameSource } from '../../source.ts';

/** A photograph whose file is kept. */
interface StoredPhotograph {
  /** unique among them */
  readonly id: string;
  /** file name without folders */
  readonly name: string;
  /** of the file: the key under which it is kept */
  readonly sha256: string;
}

export interface StoredSourceOptions {
  /** in the order of the film */
  readonly photographs: readonly StoredPhotograph[];
  readonly store: BlobStore;
  readonly codec: ImageCodec;
}

/**
 * Frames from photographs that were kept when the person gave them, in the order given. They count as `files`, so that a record says
 * the same of a photograph wherever it was painted.
 */
export function createStoredSource({ photographs, store, codec }: StoredSourceOptions): FrameSource {
  const byId = new Map(photographs.map((photograph) => [photograph.id, photograph]));
  return {
    id: 'files',
    async list(signal) {
      signal?.throwIfAborted();
      if (photographs.length > 0) return photographs.map(({ id, name }): FrameRef => ({ id, name }));
      throw new PleinAirError(
        'input',
        'There are no photographs to paint.',
        'Add photographs, a video or the demo street.',
      );
    },
    async load({ id, name }, signal) {
      signal?.throwIfAborted();
      const photograph = byId.get(id);
      const bytes = photograph && (await store.get(photograph.sha256));
      if (!photograph || !bytes) {
        throw new PleinAirError(
          'storage',
          `The photograph ${name} is no longer kept in this browser.`,
          'Remove it from the frames and add the file again.',
        );
      }
      signal?.throwIfAborted();
      const image = await codec.decode(bytes, name);
      return { image, provenance: { source: 'files', name, sha256: photograph.sha256 } };
    },
  };
}
