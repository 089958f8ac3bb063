import { create } from 'zustand';
import type { SavedState } from './autosave.ts';

/** How far the open project is kept. */
export interface Saved {
  readonly state: SavedState;
  /** why the last save failed */
  readonly error: unknown;
}

/** Written by the project keeper alone. */
export const useSaved = create<Saved>()(() => ({ state: 'saved', error: null }));
