/** Thumbnails to the left and right of those on screen that are there already, so that none is missing while one scrolls. */
const OVERSCAN = 4;

/** Which thumbnails are to be on the page: from `first` up to but not including `end`. */
export interface VisibleRange {
  readonly first: number;
  readonly end: number;
}

/**
 * @param scroll pixels scrolled away on the left
 * @param width of the strip on screen, pixels
 * @param pitch from one thumbnail to the next, pixels
 * @param count thumbnails
 */
export function visibleRange(scroll: number, width: number, pitch: number, count: number): VisibleRange {
  const first = Math.max(0, Math.min(count, Math.floor(scroll / pitch) - OVERSCAN));
  const end = Math.max(first, Math.min(count, Math.ceil((scroll + width) / pitch) + OVERSCAN));
  return { first, end };
}

/** Where to scroll so that a thumbnail and its neighbours are on screen; the place it is at where they are. */
export function scrollTo(index: number, scroll: number, width: number, pitch: number): number {
  const left = (index - 1) * pitch;
  const right = (index + 2) * pitch;
  if (left < scroll) return Math.max(0, left);
  return right > scroll + width ? right - width : scroll;
}
