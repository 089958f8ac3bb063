import { create } from 'zustand';
import type { LatLng } from '../../route/lat-lng.ts';
import type { MapMode } from '../../route/maps/map-view.ts';

/** What the map is doing; not kept, not undone. */
export interface MapState {
  readonly mode: MapMode;
  /** moves the map that is on screen; nothing where there is none */
  readonly showAll: (points: readonly LatLng[]) => void;
  /** what lies in the middle of the map that is on screen; null where there is none */
  readonly centre: () => LatLng | null;
  setMode(mode: MapMode): void;
}

export const useMap = create<MapState>()((set) => ({
  mode: 'draw',
  showAll: () => undefined,
  centre: () => null,
  setMode: (mode) => set({ mode }),
}));
