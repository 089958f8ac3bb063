import type { LatLng } from '../lat-lng.ts';

export type MapKind = 'maplibre' | 'google';

/**
 * What a click on the map does: `draw` adds vertices at the route's end until a double click or Enter; `edit` drags vertices, inserts
 * at midpoints, deletes with a right click or Delete; `pin` places what the camera looks at; `look` does nothing.
 */
export type MapMode = 'draw' | 'edit' | 'pin' | 'look';

/** How a mark is coloured; the same words as the scout's, and two for what is no result of it. */
export type MarkState = 'found' | 'repeated' | 'gap' | 'unfit' | 'other-years' | 'planned' | 'photograph';

/** A point on the map. */
export interface MapMark {
  readonly id: string;
  readonly position: LatLng;
  readonly state: MarkState;
  /** shown beside the mouse: `2021-06, 3 m away` */
  readonly label: string;
}

/** What stands on the map beside the route. */
export interface MapOverlay {
  readonly marks: readonly MapMark[];
  /** what cameras see, each a closed ring seen from above */
  readonly frustums: readonly (readonly LatLng[])[];
  /** what the camera looks at */
  readonly pin: LatLng | null;
}

/** What a person does on a map. */
export interface MapEvents {
  /** the route as it is now, after a click, a drag, an insertion or a deletion */
  onRoute(points: readonly LatLng[]): void;
  onPin(position: LatLng): void;
  /** a mark was clicked */
  onMark(id: string): void;
  /** the person ended drawing, with a double click, Enter or Escape */
  onMode(mode: MapMode): void;
  /** tiles or scripts that do not come, a key that is refused: the map is still usable or shows nothing */
  onProblem(message: string, remedy: string): void;
  /** what a person should know of the map as it is; nothing is wrong */
  onNotice(message: string, more: string): void;
}

/**
 * A map on the screen. It shows the route that it is given and tells of edits; it keeps none of its own, so that undo is the
 * document's.
 */
export interface MapView {
  readonly kind: MapKind;
  /** Shows this route; a call with what `onRoute` has just told changes nothing. */
  setRoute(points: readonly LatLng[]): void;
  setMode(mode: MapMode): void;
  setOverlay(overlay: MapOverlay): void;
  /** Moves so that all points are seen; one point: at street level. */
  fit(points: readonly LatLng[]): void;
  centre(): LatLng;
  dispose(): void;
}
