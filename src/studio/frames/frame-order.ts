import type { FrameItem } from '../../project/document.ts';
import { compareNames } from './sort-files.ts';

/** Natural order of names: 2 before 10. */
export function sortedByName(items: readonly FrameItem[]): FrameItem[] {
  return [...items].sort((a, b) => compareNames(a.name, b.name));
}

/** The same with one item a place further on or back; at an end it stays. @param by 1 or -1 */
export function moved(items: readonly FrameItem[], id: string, by: 1 | -1): readonly FrameItem[] {
  const from = items.findIndex((item) => item.id === id);
  const to = from + by;
  const item = items[from];
  if (!item || to < 0 || to >= items.length) return items;
  const rest = items.filter((other) => other !== item);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}
