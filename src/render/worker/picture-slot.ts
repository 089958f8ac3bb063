import { type FloatImage, toRgbaImage } from '../../core/image.ts';
import type { LivePicture } from './client.ts';

/** A picture that can be made when someone looks. */
interface OfferedPicture {
  readonly index: number;
  readonly evaluation: number;
  readonly image: () => Promise<FloatImage>;
}

/** Holds the newest picture alone: who looks gets that one, once, and one between is lost to nobody. */
export interface PictureSlot {
  offer(picture: OfferedPicture): void;
  /** Asks for a picture newer than the last that was sent; answered at once or with the next one. */
  look(): void;
}

/** @param send called with each picture that was asked for */
export function createPictureSlot(send: (picture: LivePicture) => void): PictureSlot {
  let newest: OfferedPicture | null = null;
  let asked = false;
  const answer = () => {
    if (!asked || !newest) return;
    const { index, evaluation, image } = newest;
    asked = false;
    newest = null;
    image().then(
      (picture) => {
        const { width, height, data } = toRgbaImage(picture);
        send({ index, evaluation, width, height, data: new Uint8ClampedArray(data) });
      },
      () => {
        // Its run is over, or its device was lost: the next one answers.
        asked = true;
        answer();
      },
    );
  };
  return {
    offer(picture) {
      newest = picture;
      answer();
    },
    look() {
      asked = true;
      answer();
    },
  };
}
