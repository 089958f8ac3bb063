/** What a slider goes over. */
export interface SliderRange {
  readonly minimum: number;
  readonly maximum: number;
  readonly whole: boolean;
  readonly scale: 'linear' | 'log';
  /** distance of neighbours on a linear scale; chosen to suit the range where absent */
  readonly step: number | undefined;
  /** value that people start from: a stop of its own, and the middle of a log scale that begins at 0 */
  readonly usual: number;
}

/** Stops of a log scale, before those that round to the same value are dropped. */
const LOG_STOPS = 240;
/** Decades below the usual value at which a log scale ends that has 0 beneath it. */
const DECADES_BELOW = 3;
/** A track is a few hundred pixels wide: with more stops than this a slider points at nothing, and a number is typed instead. */
const MOST_STOPS = 1500;

/** The values that a slider stops at, ascending, both ends of the range among them; null where the range is too wide for one. */
export function sliderStops(range: SliderRange): readonly number[] | null {
  const { minimum, maximum, usual } = range;
  const between = range.scale === 'log' ? logStops(range) : linearStops(range);
  if (!between) return null;
  const inside = [minimum, ...between, usual, maximum].filter((value) => value >= minimum && value <= maximum);
  return [...new Set(inside)].sort((a, b) => a - b);
}

/** Where a value stands among the stops, from 0 to the last one's number; between two of them in proportion. */
export function stopPosition(stops: readonly number[], value: number): number {
  const above = stops.findIndex((stop) => stop >= value);
  if (above < 0) return stops.length - 1;
  if (above === 0) return 0;
  const below = stops[above - 1]!;
  return above - 1 + (value - below) / (stops[above]! - below);
}

function linearStops({ minimum, maximum, whole, step, usual }: SliderRange): number[] | null {
  const width = step ?? (whole ? 1 : fineStep(maximum - minimum, usual));
  const count = Math.floor((maximum - minimum) / width);
  if (count > MOST_STOPS) return null;
  // Multiples of the step, not steps from the minimum: 32, 48, 64 rather than 33, 49, 65.
  const first = Math.ceil(minimum / width);
  return Array.from({ length: count + 1 }, (_, i) => tidy((first + i) * width));
}

function logStops({ minimum, maximum, whole, usual }: SliderRange): number[] {
  const floor = minimum > 0 ? minimum : 10 ** (Math.floor(Math.log10(usual > 0 ? usual : maximum)) - DECADES_BELOW);
  const ratio = maximum / floor;
  return Array.from({ length: LOG_STOPS + 1 }, (_, i) => {
    const value = Number((floor * ratio ** (i / LOG_STOPS)).toPrecision(2));
    return whole ? Math.round(value) : value;
  });
}

/** A hundredth of the range or so, and never coarser than the usual value's first digit. */
function fineStep(width: number, usual: number): number {
  const hundredth = 10 ** (Math.floor(Math.log10(width)) - 2);
  const digit = usual > 0 ? 10 ** Math.floor(Math.log10(usual)) : hundredth;
  return Math.min(hundredth, digit);
}

/** Takes the noise of binary fractions away: 0.30000000000000004 → 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
