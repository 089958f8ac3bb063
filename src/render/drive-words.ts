import type { Drive } from '../flow/epipolar/drive.ts';

/** Steps listed one by one where metres are not known. */
const LISTED = 8;
/** Turns below this are a straight street, degrees. */
const LEAST_TURN = 5;

/**
 * A drive in a sentence without its full stop, as in "11 frames over about 60 m, 6.0 m apart; camera 1.7 m above the ground".
 * @param seconds that the film gives each frame; its speed is left out without them
 */
export function driveWords({ stretches, scale }: Drive, seconds?: number): string {
  const lengths = stretches.flatMap((stretch) => stretch.lengths);
  const frames = stretches.reduce((sum, { places }) => sum + places.length, 0);
  const parts = stretches.length > 1 ? ` in ${stretches.length} parts` : '';
  const turn = stretches.reduce((sum, { places }) => sum + turnOf(places), 0);
  const turned =
    Math.abs(turn) >= LEAST_TURN ? `; turns ${Math.round(Math.abs(turn))}° to the ${turn > 0 ? 'right' : 'left'}` : '';
  if (scale === 'none') {
    const listed = stretches.map((stretch) => stretch.lengths.slice(0, LISTED).map(oneDigit).join(', '));
    const more = stretches.some((stretch) => stretch.lengths.length > LISTED) ? ' …' : '';
    return `${frames} frames${parts}, steps of ${listed.join(' | ')}${more} (metres are not known)${turned}`;
  }
  const sum = lengths.reduce((a, b) => a + b, 0);
  const middle = sum / lengths.length;
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
  const spread = most > 1.15 * least ? ` (${oneDigit(least)}–${oneDigit(most)})` : '';
  const heights = stretches.flatMap(({ height }) => (height === null ? [] : [height])).sort((a, b) => a - b);
  const height = heights[heights.length >> 1];
  const camera =
    scale === 'camera_height'
      ? `, if the camera is ${oneDigit(height!)} m above the ground (flow_camera_height)`
      : height === undefined
        ? ''
        : `; camera ${oneDigit(height)} m above the ground`;
  const speed = seconds === undefined ? '' : `; ${oneDigit(middle / seconds)} m/s in the film`;
  return `${frames} frames${parts} over about ${Math.round(sum)} m, ${oneDigit(middle)} m apart${spread}${camera}${turned}${speed}`;
}

/** How far a frame is from the one before, in a sentence. @param index of the frame, from 0 @returns null where that is not known */
export function spacingWords({ stretches, scale }: Drive, index: number): string | null {
  for (const { first, lengths } of stretches) {
    const length = lengths[index - 1 - first];
    if (length === undefined) continue;
    const away = scale === 'none' ? `${oneDigit(length)} first steps` : `${oneDigit(length)} m`;
    return `Frame ${index + 1}: ${away} after frame ${index}.`;
  }
  return null;
}

/** Degrees to the right, of all turns together. */
function turnOf(places: Drive['stretches'][number]['places']): number {
  let sum = 0;
  for (const [i, { rotation: r }] of places.entries()) {
    const from = places[i - 1]?.rotation;
    if (!from) continue;
    // The later camera's forward axis in the earlier one's: right and forward.
    const along = (row: number) => r[6]! * from[row]! + r[7]! * from[row + 1]! + r[8]! * from[row + 2]!;
    sum += Math.atan2(along(0), along(6));
  }
  return (180 / Math.PI) * sum;
}

function oneDigit(value: number): string {
  return value.toFixed(1);
}
