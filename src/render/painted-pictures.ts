import { PleinAirError } from '../core/errors.ts';
import { type FloatImage, type RgbaImage, toFloatImage } from '../core/image.ts';
import { findFrame } from './frame-record.ts';
import type { RenderPorts } from './job.ts';

/** Pictures held in memory: those around a frame; the others are read again when they are asked for. */
const HELD_PICTURES = 8;

/** Pictures that a run has painted or found, for the frames that go on from them. */
export interface PaintedPictures {
  /** one that was just painted or found, in 8 bits: a resumed film is then the same as one painted in one go */
  note(key: string, image: RgbaImage): void;
  /** @throws PleinAirError kind `storage` where one is gone that was there before */
  get(key: string): Promise<FloatImage>;
}

export function createPaintedPictures(ports: Pick<RenderPorts, 'store' | 'codec'>): PaintedPictures {
  const held = new Map<string, RgbaImage>();
  const hold = (key: string, image: RgbaImage) => {
    held.delete(key);
    held.set(key, image);
    for (const oldest of [...held.keys()].slice(0, -HELD_PICTURES)) held.delete(oldest);
  };
  return {
    note: hold,
    async get(key) {
      const image = held.get(key) ?? (await findFrame(ports, key))?.image;
      if (!image) {
        throw new PleinAirError(
          'storage',
          'A painted frame is gone or damaged that a later one goes on from.',
          'Start again: it is painted anew, the others are kept.',
        );
      }
      hold(key, image);
      return toFloatImage(image);
    },
  };
}
