import { PleinAirError } from '../../../core/errors.ts';
import type { BlobStore } from '../../../platform/blob-store.ts';
import type { ImageCodec } from '../../../platform/image-codec.ts';
import { placedPose } from '../../placed-pose.ts';
import type { Placement } from '../../placement.ts';
import type { FrameRef, FrameSource } from '../../source.ts';

/** A photograph whose file is kept. */
export interface StoredPhotograph {
  /** unique among them */
  readonly id: string;
  /** file name without folders */
  readonly name: string;
  /** of the file: the key under which it is kept; null where it is still to be fetched */
  readonly sha256: string | null;
  /** id of the source that it was fetched from, default `files` */
  readonly source?: string;
  readonly date?: string;
  /** where the camera stood; a pose needs heading and field of view too */
  readonly place?: Placement;
  readonly attribution?: string;
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
  // One tangent plane for the whole film: poses are told apart by metres.
  const origin = photographs.find(({ place }) => place)?.place;
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
      if (photograph?.sha256 === null) throw notFetched(name);
      const bytes = photograph && (await store.get(photograph.sha256));
      if (!photograph || !bytes) throw noLongerKept(name, photograph?.source);
      signal?.throwIfAborted();
      const image = await codec.decode(bytes, name);
      const { source = 'files', sha256, date, attribution } = photograph;
      const pose = placedPose(photograph.place, origin);
      return {
        image,
        provenance: { source, name, sha256, ...(date !== undefined && { date }) },
        ...(pose && { pose }),
        ...(photograph.place?.fov !== undefined && { fov: photograph.place.fov }),
        ...(attribution !== undefined && { attribution }),
      };
    },
  };
}

function notFetched(name: string): PleinAirError {
  return new PleinAirError('input', `${name} of the route is not fetched.`, 'Fetch it, or leave it out, under Route.');
}

function noLongerKept(name: string, source = 'files'): PleinAirError {
  if (source === 'files') {
    return new PleinAirError(
      'storage',
      `The photograph ${name} is no longer kept in this browser.`,
      'Remove it from the frames and add the file again.',
    );
  }
  return new PleinAirError(
    'storage',
    `The picture of ${name} is no longer kept here.`,
    'Open the project again: Route then offers to fetch it once more.',
  );
}
