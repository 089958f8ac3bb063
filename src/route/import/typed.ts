import { PleinAirError } from '../../core/errors.ts';
import { checkPosition } from '../check-position.ts';
import type { LatLng } from '../lat-lng.ts';

/** Longer lines are no places; the pattern would take long to say so. */
const LONGEST_LINE = 100;

/** Degrees, and where marked minutes and seconds: `55.7`, `55.7°`, `55° 42.3′`, `55°42'18"`. */
const ANGLE = String.raw`([-+]?\d+(?:\.\d+)?)\s*[°º]?(?:\s*(\d+(?:\.\d+)?)\s*['’′])?(?:\s*(\d+(?:\.\d+)?)\s*["”″])?`;
const LETTER = '([NSEW])';
const BETWEEN = String.raw`(?:\s*[,;]\s*|\s+)`;
const PLAIN_OR_AFTER = new RegExp(`^${ANGLE}\\s*${LETTER}?${BETWEEN}${ANGLE}\\s*${LETTER}?$`, 'i');
const BEFORE = new RegExp(`^${LETTER}\\s*${ANGLE}${BETWEEN}${LETTER}\\s*${ANGLE}$`, 'i');

/** One of the two numbers of a place. */
interface Angle {
  readonly degrees: number;
  /** of the hemisphere, in capitals; '' where none is given */
  readonly letter: string;
}

function angle(degrees = '', minutes = '0', seconds = '0', letter = ''): Angle | null {
  if (Number(minutes) >= 60 || Number(seconds) >= 60) return null;
  const size = Math.abs(Number(degrees)) + Number(minutes) / 60 + Number(seconds) / 3600;
  const hemisphere = letter.toUpperCase();
  const negative = degrees.startsWith('-') || hemisphere === 'S' || hemisphere === 'W';
  return { degrees: negative ? -size : size, letter: hemisphere };
}

/** Latitude and longitude of a line, in the order of its letters or else as they come; null where it is no place. */
function readLine(line: string): LatLng | null {
  if (line.length > LONGEST_LINE) return null;
  const text = (line.includes(';') ? line.replaceAll(',', '.') : line).replaceAll('−', '-');
  const after = PLAIN_OR_AFTER.exec(text);
  const before = BEFORE.exec(text);
  let pair: readonly (Angle | null)[] = [];
  if (after) pair = [angle(...after.slice(1, 5)), angle(...after.slice(5, 9))];
  else if (before) {
    const [, a, d1, m1, s1, b, d2, m2, s2] = before;
    pair = [angle(d1, m1, s1, a), angle(d2, m2, s2, b)];
  }
  const [first, second] = pair;
  if (!first || !second) return null;
  const letters = first.letter + second.letter;
  if (letters === '' || /^[NS][EW]$/.test(letters)) return { lat: first.degrees, lng: second.degrees };
  return /^[EW][NS]$/.test(letters) ? { lat: second.degrees, lng: first.degrees } : null;
}

/**
 * Places that were typed, one to a line: `55.7, 13.2`, `55.7; 13.2`, `55,7; 13,2`, `55.7° N, 13.2° E`, `N 55°42' E 13°11'30"`. Empty
 * lines are passed over.
 * @param source names the text in errors where there may be several: `walk.txt`
 * @throws PleinAirError kind `input` naming the line
 */
export function parsePlaces(text: string, source?: string): LatLng[] {
  return text.split(/\r\n|\r|\n/).flatMap((raw, i) => {
    const line = raw.trim();
    if (line === '') return [];
    const where = source === undefined ? `Line ${i + 1}` : `Line ${i + 1} of ${source}`;
    const position = readLine(line);
    if (position === null) {
      throw new PleinAirError(
        'input',
        `${where} is no place: ${line.length > 40 ? `${line.slice(0, 40)}…` : line}`,
        'Write each place on a line of its own, latitude first, in degrees: 55.7047, 13.1910',
      );
    }
    checkPosition(where, position);
    return [position];
  });
}
