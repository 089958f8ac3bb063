import type { MarkState } from './map-view.ts';

type Hex = `#${string}`;

/**
 * Colour of each mark, the same on every map and in its legend. After Okabe and Ito's palette, which people with any kind of colour
 * vision can tell apart (https://jfly.uni-koeln.de/color/).
 */
export const MARK_COLOURS: Readonly<Record<MarkState, Hex>> = {
  found: '#009e73',
  repeated: '#8a8f98',
  gap: '#d55e00',
  unfit: '#cc79a7',
  'other-years': '#f0e442',
  planned: '#ffffff',
  photograph: '#0072b2',
};

/** Colours of the route and of what stands beside it. */
export const ROUTE_COLOURS = {
  line: '#e0a458',
  casing: '#17140f',
  handle: '#ffffff',
  frustum: '#0072b2',
  pin: '#d55e00',
} as const satisfies Record<string, Hex>;
