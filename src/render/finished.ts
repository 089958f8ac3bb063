import { PleinAirError } from '../core/errors.ts';
import { type RgbaImage, toFloatImage, toRgbaImage } from '../core/image.ts';
import { colorTreatment } from '../engine/color/color-mode.ts';
import { type ChainJob, frameKeys } from './chain.ts';
import { type FrameRecord, findFrame } from './frame-record.ts';
import type { PreparedFilm, RenderPorts } from './job.ts';
import { loadPrepared } from './prepare.ts';

/** A frame as people see it, with the colours that `color_mode` puts back. */
interface FinishedFrame {
  readonly record: FrameRecord;
  readonly image: RgbaImage;
}

/** What is painted of a film. */
export interface FinishedFilm {
  /** @param index from 0 @returns null where the frame is not painted yet, or damaged */
  frame(index: number): Promise<FinishedFrame | null>;
  /** The same as PNG bytes. */
  png(index: number): Promise<Uint8Array | null>;
}

type FinishedPorts = Pick<RenderPorts, 'store' | 'codec' | 'weightsSha256'>;

/** Looks up what is painted of a prepared film, without an engine. */
export async function openFinishedFilm(job: ChainJob, film: PreparedFilm, ports: FinishedPorts): Promise<FinishedFilm> {
  const keys = await frameKeys(job, film, ports.weightsSha256);
  const untouched = job.params.color_mode === 'none';
  let treatment: Promise<ReturnType<typeof colorTreatment>> | undefined;
  const colors = () => {
    treatment ??= loadPrepared(film.frames[0]!, ports).then((first) => colorTreatment(job.params, toFloatImage(first)));
    return treatment;
  };
  const finishedFrame = async (index: number): Promise<FinishedFrame | null> => {
    const found = await findFrame(ports, keys[index]!);
    if (!found || untouched) return found;
    const photograph = toFloatImage(await loadPrepared(film.frames[index]!, ports));
    return { ...found, image: toRgbaImage((await colors()).finish(toFloatImage(found.image), photograph)) };
  };
  return {
    frame: finishedFrame,
    async png(index) {
      if (untouched) return ports.store.get(`painted/${keys[index]!}.png`);
      const finished = await finishedFrame(index);
      return finished && ports.codec.encodePng(finished.image);
    },
  };
}

/**
 * The frames of a painted film as people see them.
 * @throws PleinAirError kind `storage` where one is not there, or damaged since it was painted: a film must not end early in silence
 */
export async function* finishedFrames(
  job: ChainJob,
  film: PreparedFilm,
  ports: FinishedPorts,
): AsyncGenerator<RgbaImage> {
  const finished = await openFinishedFilm(job, film, ports);
  for (const [index, frame] of film.frames.entries()) {
    const found = await finished.frame(index);
    if (!found) {
      throw new PleinAirError(
        'storage',
        `The painted frame ${index + 1} (${frame.name}) is gone or damaged.`,
        'Start again: that frame is painted anew, the others are kept.',
      );
    }
    yield found.image;
  }
}
