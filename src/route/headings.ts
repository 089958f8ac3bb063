import type { HeadingRule } from './drive.ts';
import { azimuthAt, dot, type EarthVector, subtract, vectorOf } from './earth-vector.ts';
import { bearing, distance, EARTH_RADIUS, normaliseHeading, smallestTurn } from './geodesy.ts';
import type { LatLng } from './lat-lng.ts';
import type { PlaceOnWay } from './resample.ts';
import { positionOnWay, segmentAt, type Way } from './way.ts';

/**
 * How long the mean of unit directions must be to count. Where a way turns back on itself the mean shrinks to nothing and comes out
 * the other side; within this distance of nothing it is passed over, and the turn is spread evenly instead.
 */
const STEADY = 0.5;
/** Metres; a narrower window holds nothing but rounding. */
const NARROWEST = 1e-3;
/** Metres; nearer to the pin there is no direction to it. */
const AT_THE_PIN = 0.01;
/**
 * Degrees; turns nearer to half a circle are it, and go clockwise, so that rounding does not choose the side: a way back that is walked
 * by the compass for 60 m ends up to half a millimetre beside its start, because north itself turns (by 0.003° at 80° of latitude).
 */
const HALF_TURN = 0.01;

/** Mean direction over a window of the way. */
interface MeanDirection {
  readonly vector: EarthVector;
  /** whether it is long enough to be told from noise */
  readonly steady: boolean;
}

/** The mean of the way's direction over `span` metres around a place, cut at the ends of the way; of one segment where it is next to nothing. */
function meanDirection(way: Way, along: number, span: number): MeanDirection {
  if (span < NARROWEST) {
    const i = segmentAt(way, along);
    const from = way.points[i]!;
    return { vector: subtract(vectorOf(way.points[i + 1] ?? from), vectorOf(from)), steady: true };
  }
  const from = Math.max(0, along - span / 2);
  const to = Math.min(way.length, along + span / 2);
  // The integral of the direction along a line is the chord between its ends.
  const vector = subtract(vectorOf(positionOnWay(way, to)), vectorOf(positionOnWay(way, from)));
  return { vector, steady: Math.sqrt(dot(vector, vector)) * EARTH_RADIUS >= STEADY * (to - from) };
}

/** Direction of the start of the way, over as long a window as tells one. */
function startDirection(way: Way, span: number): EarthVector {
  for (let window = span; ; window /= 2) {
    const { vector, steady } = meanDirection(way, 0, window);
    if (steady) return vector;
  }
}

/**
 * Azimuths along the way, in degrees of any size. Directions are averaged as vectors over `smooth` metres of the way (at most half of
 * it): noise cancels out and no angle wraps. Where the mean is no direction the turn between its neighbours is spread evenly, so that
 * two places never differ by more than 360° / `smooth` for each metre between them.
 */
function travelAzimuths(way: Way, places: readonly PlaceOnWay[], smooth: number): number[] {
  if (way.length === 0) return places.map(() => 0);
  const span = Math.min(smooth, way.length / 2);
  const means = places.map(({ along }) => meanDirection(way, along, span));
  const steady = places.flatMap((_, i) => (means[i]!.steady ? [i] : []));
  const held = steady.length === 0 ? startDirection(way, span) : means[steady[0]!]!.vector;

  const azimuths: number[] = [];
  let next = 0;
  for (const [i, { position, along }] of places.entries()) {
    while (next < steady.length && steady[next]! < i) next++;
    const before = steady[next - 1];
    const after = steady[next];
    if (after === i || before === undefined) {
      azimuths.push(azimuthAt(position, after === i ? means[i]!.vector : held));
      continue;
    }
    const azimuth = azimuthAt(position, means[before]!.vector);
    if (after === undefined) {
      azimuths.push(azimuth);
      continue;
    }
    const end = places[after]!;
    const start = places[before]!;
    const turn = smallestTurn(
      azimuthAt(end.position, means[before]!.vector),
      azimuthAt(end.position, means[after]!.vector),
    );
    const share = (along - start.along) / (end.along - start.along);
    azimuths.push(azimuth + share * (turn < HALF_TURN - 180 ? turn + 360 : turn));
  }
  return azimuths;
}

/** Azimuths to the pin; at the pin itself that of the place before, and at its start that of the first place away from it. */
function pinAzimuths(pin: LatLng, places: readonly PlaceOnWay[]): number[] {
  const away = ({ position }: PlaceOnWay) => distance(position, pin) > AT_THE_PIN;
  const first = places.find(away);
  let azimuth = first === undefined ? 0 : bearing(first.position, pin);
  return places.map((place) => {
    if (away(place)) azimuth = bearing(place.position, pin);
    return azimuth;
  });
}

/**
 * Where the camera looks at each place: degrees clockwise from north, 0 ≤ heading < 360.
 * @param places on the way, in its order
 * @param rule for `lookat` with a pin
 */
export function headingsAlong(way: Way, places: readonly PlaceOnWay[], rule: HeadingRule): number[] {
  const azimuths = () => {
    if (rule.mode === 'fixed') return places.map(() => 0);
    if (rule.mode === 'lookat' && rule.lookAt !== null) return pinAzimuths(rule.lookAt, places);
    return travelAzimuths(way, places, rule.smooth);
  };
  return azimuths().map((azimuth) => normaliseHeading(azimuth + rule.offset));
}
