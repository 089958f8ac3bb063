import type { LatLng } from '../../route/lat-lng.ts';
import type { ScoutAnswer, Sighting } from '../imagery.ts';
import { asTheyCome } from './as-they-come.ts';
import { type Box, boxesAround, halves, isNear, longSide } from './box.ts';
import { indexByPlace } from './nearest.ts';
import { metresBetween } from './sphere.ts';

/** What a service says of a box. */
interface BoxAnswer {
  readonly sightings: readonly Sighting[];
  /** false where there is more in the box than the service tells at once */
  readonly all: boolean;
}

export interface BoxScoutOptions {
  /** metres from a place */
  readonly radius: number;
  /** metres of the way that are asked about at once */
  readonly reach: number;
  readonly ask: (box: Box, signal: AbortSignal) => Promise<BoxAnswer>;
}

/** Consecutive places that are asked about together. */
interface Piece {
  /** index of the first one */
  readonly first: number;
  readonly places: readonly LatLng[];
}

/** Pieces at a time: enough to hide the way to the server. */
const PARALLEL = 4;

/** A box of at most this many metres a side is not cut further: what a service tells of it has to do. */
const SMALLEST = 5;

/**
 * Finds the pictures near places of a route with few questions: the route is cut into pieces and the service is asked for everything in a
 * box around each. Where it cannot tell everything, the box is cut into halves, without those that no place is near to.
 */
export async function* scoutByBoxes(
  places: readonly LatLng[],
  options: BoxScoutOptions,
  signal?: AbortSignal,
): AsyncGenerator<ScoutAnswer, void> {
  const { radius, reach } = options;
  const explore = async ({ first, places }: Piece, stop: AbortSignal): Promise<ScoutAnswer[]> => {
    const boxes = boxesAround(places, radius);
    const found = await Promise.all(boxes.map((box) => everythingIn(box, places, options, stop)));
    const near = indexByPlace(found.flat(), radius);
    return places.map((place, i) => ({ index: first + i, candidates: near(place) }));
  };
  for await (const answers of asTheyCome(piecesOf(places, reach), PARALLEL, explore, signal)) {
    for (const answer of answers) {
      signal?.throwIfAborted();
      yield answer;
    }
  }
}

/** Cuts a route where the next place is farther than `reach` metres from the first one of its piece. */
function piecesOf(places: readonly LatLng[], reach: number): Piece[] {
  const pieces: { first: number; places: LatLng[] }[] = [];
  let piece: (typeof pieces)[number] | undefined;
  for (const [index, place] of places.entries()) {
    const start = piece?.places[0];
    if (piece && start && metresBetween(start, place) <= reach) {
      piece.places.push(place);
      continue;
    }
    piece = { first: index, places: [place] };
    pieces.push(piece);
  }
  return pieces;
}

async function everythingIn(
  box: Box,
  places: readonly LatLng[],
  options: BoxScoutOptions,
  signal: AbortSignal,
): Promise<readonly Sighting[]> {
  signal.throwIfAborted();
  const answer = await options.ask(box, signal);
  if (answer.all || longSide(box) <= SMALLEST) return answer.sightings;
  const parts = halves(box).filter((half) => places.some((place) => isNear(half, place, options.radius)));
  const found = await Promise.all(parts.map((part) => everythingIn(part, places, options, signal)));
  return found.flat();
}
