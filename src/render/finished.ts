import { PleinAirError } from '../core/errors.ts';
import { type RgbaImage, toFloatImage, toRgbaImage } from '../core/image.ts';
import { colorTreatment } from '../engine/color/color-mode.ts';
import { loadBalanced } from './balance.ts';
import { type ChainJob, filmChain } from './chain.ts';
import { type CutSide, type FrameRecord, findFrame, findRecord, sumRecords } from './frame-record.ts';
import type { PreparedFilm, RenderPorts } from './job.ts';

/** A frame as people see it, with the colours that `color_mode` puts back. */
interface FinishedFrame {
  readonly record: FrameRecord;
  readonly image: RgbaImage;
}

/** What is painted of a film. A frame is meant as the last pass paints it, where no other pass is named. */
export interface FinishedFilm {
  /** @param index from 0 @param pass from 1 @returns null where the frame is not painted yet, or damaged */
  frame(index: number, pass?: number): Promise<FinishedFrame | null>;
  /** The same as PNG bytes. */
  png(index: number, pass?: number): Promise<Uint8Array | null>;
  /** Pass by pass, which frames are painted, as far as names tell. */
  painted(): Promise<boolean[][]>;
  /** Beside which frame of a pass the film is cut, and where. @returns null where it is not, or nothing is known of the frame */
  cut(index: number, pass: number): Promise<CutSide | null>;
  /** What all passes up to this one have cost, with the losses of this one. @returns null as `frame` */
  record(index: number, pass?: number): Promise<FrameRecord | null>;
}

type FinishedPorts = Pick<RenderPorts, 'store' | 'codec' | 'weightsSha256'>;

/** Looks up what is painted of a prepared film, without an engine. */
export async function openFinishedFilm(job: ChainJob, film: PreparedFilm, ports: FinishedPorts): Promise<FinishedFilm> {
  const { visits, keyOf } = await filmChain(job, film, ports.weightsSha256);
  const passes = visits.at(-1)?.pass ?? 1;
  const untouched = job.params.color_mode === 'none';
  let treatment: Promise<ReturnType<typeof colorTreatment>> | undefined;
  const colors = () => {
    treatment ??= loadBalanced(film.frames[0]!, ports).then((first) => colorTreatment(job.params, first));
    return treatment;
  };
  const finishedFrame = async (index: number, pass = passes): Promise<FinishedFrame | null> => {
    const found = await findFrame(ports, keyOf({ index, pass }));
    if (!found || untouched) return found;
    const photograph = await loadBalanced(film.frames[index]!, ports);
    return { ...found, image: toRgbaImage((await colors()).finish(toFloatImage(found.image), photograph)) };
  };
  return {
    frame: finishedFrame,
    async png(index, pass = passes) {
      if (untouched) return ports.store.get(`painted/${keyOf({ index, pass })}.png`);
      const finished = await finishedFrame(index, pass);
      return finished && ports.codec.encodePng(finished.image);
    },
    async painted() {
      const kept = new Set(await ports.store.list('painted/'));
      const isKept = (key: string) => kept.has(`painted/${key}.json`) && kept.has(`painted/${key}.png`);
      return Array.from({ length: passes }, (_, i) =>
        film.frames.map((_, index) => isKept(keyOf({ index, pass: i + 1 }))),
      );
    },
    async cut(index, pass) {
      return (await findRecord(ports.store, keyOf({ index, pass })))?.cut ?? null;
    },
    async record(index, pass = passes) {
      const records: FrameRecord[] = [];
      for (let before = 1; before <= pass; before++) {
        const found = await findFrame(ports, keyOf({ index, pass: before }));
        if (found) records.push(found.record);
        // A pass that is gone costs its figures, not the frame.
        else if (before === pass) return null;
      }
      return sumRecords(records);
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
