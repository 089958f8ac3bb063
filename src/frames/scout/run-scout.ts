import type { DrivePlace } from '../../route/drive.ts';
import type { ImageryProvider, ScoutOptions, Sighting } from '../imagery.ts';

/** How far a search along a route has come. */
export interface ScoutProgress {
  readonly answered: number;
  readonly total: number;
  /** what there is near each place; null where the service has not answered yet */
  readonly candidates: readonly (readonly Sighting[] | null)[];
}

export interface RunScoutOptions extends ScoutOptions {
  readonly signal?: AbortSignal | undefined;
  /** milliseconds of any clock */
  readonly now?: () => number;
}

/**
 * Milliseconds between two reports, and for each place of the drive: a service answers thousands of places faster than pictures are chosen
 * for them and drawn on a map.
 */
const REPORT_EVERY = { least: 100, place: 0.5 };

/**
 * Asks a service about all places of a drive and tells a few times a second what is known. Whatever ends it, an abort or an error, the
 * last progress holds all that had been answered by then: `chooseSightings` makes of it what there is.
 * @throws what `ImageryProvider.scout` throws, the abort error among it
 */
export async function* runScout(
  provider: Pick<ImageryProvider, 'scout'>,
  places: readonly DrivePlace[],
  { signal, now = () => performance.now(), ...asked }: RunScoutOptions,
): AsyncGenerator<ScoutProgress, void> {
  const candidates = new Array<readonly Sighting[] | null>(places.length).fill(null);
  const positions = places.map(({ position }) => position);
  const every = Math.max(REPORT_EVERY.least, REPORT_EVERY.place * places.length);
  let answered = 0;
  let reported = now();
  const progress = (): ScoutProgress => ({ answered, total: places.length, candidates: [...candidates] });
  try {
    for await (const answer of provider.scout(positions, asked, signal)) {
      if (candidates[answer.index] === null) answered++;
      candidates[answer.index] = answer.candidates;
      if (answered < places.length && now() - reported >= every) {
        reported = now();
        yield progress();
      }
    }
    signal?.throwIfAborted();
  } catch (error) {
    yield progress();
    throw error;
  }
  yield progress();
}
