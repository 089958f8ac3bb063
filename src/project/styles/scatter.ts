import type { Random } from '../../core/random.ts';

/** Shuffles in place (Fisher–Yates). */
export function shuffle<T>(random: Random, items: T[]): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const held = items[i]!;
    items[i] = items[j]!;
    items[j] = held;
  }
  return items;
}

/** A place on the canvas in pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * Evenly strewn places in random order: one in each cell of a grid, moved within it, and half a row of cells shifted so that no
 * columns show. Cells reach one spacing beyond the canvas so that its rim is covered as densely as its middle.
 * @param spacing mean distance in pixels @param jitter 0 keeps the grid, 1 moves anywhere in the cell
 */
export function strew(width: number, height: number, spacing: number, jitter: number, random: Random): Place[] {
  const places: Place[] = [];
  let odd = false;
  for (let y = -spacing / 2; y < height + spacing; y += spacing, odd = !odd) {
    for (let x = odd ? -spacing : -spacing / 2; x < width + spacing; x += spacing) {
      places.push({
        x: x + random.uniform(-0.5, 0.5) * jitter * spacing,
        y: y + random.uniform(-0.5, 0.5) * jitter * spacing,
      });
    }
  }
  return shuffle(random, places);
}
