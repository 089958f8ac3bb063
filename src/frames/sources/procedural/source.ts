import { sha256 } from '../../../core/digest.ts';
import { PleinAirError } from '../../../core/errors.ts';
import type { Size } from '../../../core/image.ts';
import type { CameraPose } from '../../../route/camera.ts';
import type { FrameSource } from '../../source.ts';
import { renderView } from './render.ts';
import { createStreet } from './street.ts';
import { type Drive, driveAlong } from './street-line.ts';

/** A drive along the built-in street. */
export interface ProceduralOptions extends Pick<Drive, 'frames' | 'seed' | 'spacing'> {
  /** size of the frames in pixels, default 640×360 */
  readonly size?: Size;
}

/** Id of this source in provenances and registries. */
const ID = 'procedural';

/**
 * The built-in street as a source of frames: needs no file and no network, and gives the same bytes on every machine.
 * Frame ids are `street-<seed>-<index>`.
 * @throws PleinAirError kind `input` for fewer than one frame, spacing that is not positive, a seed that is not a
 * non-negative integer below 2³², or a size outside 16–4096 px
 */
export function createProceduralSource(options: ProceduralOptions): FrameSource {
  const { frames, seed, spacing = 1, size = { width: 640, height: 360 } } = options;
  check(
    Number.isInteger(frames) && frames >= 1,
    `The built-in street was asked for ${frames} frames.`,
    'Ask for 1 or more.',
  );
  check(
    Number.isFinite(spacing) && spacing > 0,
    `The spacing of the street's frames is ${spacing} m.`,
    'Give a number above 0.',
  );
  check(
    Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32,
    `The street's seed is ${seed}.`,
    'Give an integer from 0 to 4294967295.',
  );
  for (const side of [size.width, size.height]) {
    const fits = Number.isInteger(side) && side >= 16 && side <= 4096;
    check(
      fits,
      `The street's frames were asked for at ${size.width}×${size.height} px.`,
      'Give sides of 16 to 4096 px.',
    );
  }
  const street = createStreet(seed);
  let poses: readonly CameraPose[] | undefined;
  const digits = String(frames - 1).length;
  const nameOf = (index: number) => `street-${seed}-${String(index).padStart(digits, '0')}`;
  return {
    id: ID,
    list: async (signal) => {
      signal?.throwIfAborted();
      return Array.from({ length: frames }, (_, index) => ({ id: nameOf(index), name: nameOf(index) }));
    },
    load: async (ref, signal) => {
      signal?.throwIfAborted();
      const index = Number(ref.id.slice(ref.id.lastIndexOf('-') + 1));
      poses ??= driveAlong({ frames, seed, spacing });
      const pose = poses[index];
      if (pose === undefined || nameOf(index) !== ref.id) {
        throw new PleinAirError(
          'input',
          `The built-in street of seed ${seed} has no frame ${ref.id} (it has ${nameOf(0)} to ${nameOf(frames - 1)}).`,
          'Take the frame from the list of this source.',
        );
      }
      const { image } = renderView(street, pose, size);
      const hash = await sha256(new Uint8Array(image.data.buffer));
      signal?.throwIfAborted();
      return { image, pose, provenance: { source: ID, name: ref.name, sha256: hash } };
    },
  };
}

function check(right: boolean, message: string, remedy: string): void {
  if (!right) throw new PleinAirError('input', message, remedy);
}
