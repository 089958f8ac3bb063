import { sha256 } from '../../../core/digest.ts';
import { PleinAirError } from '../../../core/errors.ts';
import type { ImageCodec } from '../../../platform/image-codec.ts';
import { placedPose } from '../../placed-pose.ts';
import type { Placement } from '../../placement.ts';
import type { FrameRef, FrameSource } from '../../source.ts';
import { IMAGE_EXTENSIONS, type ImageFile, imageFilesInOrder } from './image-files.ts';
import { readPlacement } from './placement.ts';

export interface FilesSourceOptions {
  /** what the person calls the place, e.g. the folder; named in errors */
  readonly label: string;
  /** all files there; those that are no pictures by their name, and hidden ones, are passed over */
  readonly files: readonly ImageFile[];
  readonly codec: ImageCodec;
}

/**
 * Frames from picture files, in natural order of their names. Nothing is read before its frame is loaded.
 * A frame's id is its file name; where files from several folders share one, the later ones get `name#2` and so on.
 */
export function createFilesSource({ label, files, codec }: FilesSourceOptions): FrameSource {
  const pictures = withIds(imageFilesInOrder(files));
  /** Of the first that has a place: one tangent plane for the whole film, so that poses are told apart by metres. */
  let origin: Placement | undefined;
  return {
    id: 'files',
    list: async (signal) => {
      signal?.throwIfAborted();
      if (pictures.size === 0) throw nothingFound(label, files);
      return [...pictures].map(([id, file]): FrameRef => ({ id, name: file.name }));
    },
    load: async (ref, signal) => {
      signal?.throwIfAborted();
      const file = pictures.get(ref.id);
      if (!file) {
        throw new PleinAirError(
          'input',
          `There is no picture "${ref.id}" in ${label}.`,
          'Was it renamed or removed? List the frames again.',
        );
      }
      const bytes = await file.read();
      signal?.throwIfAborted();
      const image = await codec.decode(bytes, file.name);
      const { date, place } = readPlacement(bytes);
      origin ??= place;
      const pose = placedPose(place, origin);
      const fov = place?.fov;
      const provenance = { source: 'files', name: file.name, sha256: await sha256(bytes) };
      return {
        image,
        provenance: { ...provenance, ...(date !== undefined && { date }) },
        ...(pose && { pose }),
        ...(fov !== undefined && { fov }),
      };
    },
  };
}

function withIds(files: readonly ImageFile[]): ReadonlyMap<string, ImageFile> {
  const byId = new Map<string, ImageFile>();
  for (const file of files) {
    let id = file.name;
    for (let n = 2; byId.has(id); n++) id = `${file.name}#${n}`;
    byId.set(id, file);
  }
  return byId;
}

function nothingFound(label: string, files: readonly ImageFile[]): PleinAirError {
  // Systems leave hidden files in folders that look empty.
  const others = files.map(({ name }) => name).filter((name) => !name.startsWith('.'));
  const examples = others.toSorted().slice(0, 3);
  const seen =
    others.length === 0 ? 'it is empty' : `it has ${others.length} other file(s), such as ${examples.join(', ')}`;
  return new PleinAirError(
    'input',
    `There is no picture in ${label}: ${seen}.`,
    `Give a folder with pictures ending in ${IMAGE_EXTENSIONS.map((extension) => `.${extension}`).join(', ')} (folders inside it are not searched).`,
  );
}
