import type { FeatureCollection } from 'geojson';
import type { ExpressionSpecification, GeoJSONSource, LayerSpecification, Map as MapLibre } from 'maplibre-gl';
import type { LatLng } from '../../lat-lng.ts';
import { MARK_COLOURS, ROUTE_COLOURS } from '../colours.ts';
import type { MapMark } from '../map-view.ts';
import { frustumFeatures, markFeatures, routeFeatures } from './overlay-features.ts';

const FRUSTUMS = 'plein-air-frustums';
const ROUTE = 'plein-air-route';
export const MARKS = 'plein-air-marks';

const NONE: FeatureCollection = { type: 'FeatureCollection', features: [] };

const ROUND = { 'line-cap': 'round', 'line-join': 'round' } as const;
const PLANNED: ExpressionSpecification = ['==', ['get', 'state'], 'planned'];
const isPart = (part: string) => ['==', ['get', 'part'], part] as ExpressionSpecification;

/** From the lowest to the highest; each has its source's name at the front. */
const LAYERS: LayerSpecification[] = [
  {
    id: FRUSTUMS,
    source: FRUSTUMS,
    type: 'fill',
    paint: { 'fill-color': ROUTE_COLOURS.frustum, 'fill-opacity': 0.16 },
  },
  {
    id: `${FRUSTUMS}-edges`,
    source: FRUSTUMS,
    type: 'line',
    paint: { 'line-color': ROUTE_COLOURS.frustum, 'line-width': 1, 'line-opacity': 0.6 },
  },
  {
    id: `${ROUTE}-casing`,
    source: ROUTE,
    type: 'line',
    filter: isPart('line'),
    layout: ROUND,
    paint: { 'line-color': ROUTE_COLOURS.casing, 'line-width': 7 },
  },
  {
    id: `${ROUTE}-line`,
    source: ROUTE,
    type: 'line',
    filter: isPart('line'),
    layout: ROUND,
    paint: { 'line-color': ROUTE_COLOURS.line, 'line-width': 4 },
  },
  {
    id: `${ROUTE}-ends`,
    source: ROUTE,
    type: 'circle',
    filter: ['!', isPart('line')],
    paint: {
      'circle-radius': 6,
      'circle-color': ['case', isPart('start'), ROUTE_COLOURS.handle, ROUTE_COLOURS.line],
      'circle-stroke-color': ROUTE_COLOURS.casing,
      'circle-stroke-width': 2.5,
    },
  },
  {
    id: MARKS,
    source: MARKS,
    type: 'circle',
    paint: {
      // Planned ones only show the spacing, and would pass for handles.
      'circle-radius': [
        'interpolate',
        ['linear'],
        ['zoom'],
        12,
        ['case', PLANNED, 1.5, 2.5],
        17,
        ['case', PLANNED, 3, 5.5],
      ],
      'circle-color': [
        'match',
        ['get', 'state'],
        ...Object.entries(MARK_COLOURS).flat(),
        MARK_COLOURS.planned,
      ] as never,
      'circle-stroke-color': ROUTE_COLOURS.casing,
      // From far away marks stand side by side: with broad edges nothing but edges would be seen.
      'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 12, 0.5, 17, 1.5],
    },
  },
];

/** Our own layers on a map. */
export interface OverlayLayers {
  showRoute(points: readonly LatLng[]): void;
  showMarks(marks: readonly MapMark[]): void;
  showFrustums(rings: readonly (readonly LatLng[])[]): void;
}

/** Adds the layers, empty, above all that the style draws, which must have loaded. */
export function addOverlayLayers(map: MapLibre): OverlayLayers {
  for (const source of [FRUSTUMS, ROUTE, MARKS]) {
    // Tolerance 0: a vertex that is dragged stands where the mouse left it at any zoom.
    map.addSource(source, { type: 'geojson', data: NONE, tolerance: 0 });
  }
  for (const layer of LAYERS) map.addLayer(layer);
  const show = (source: string, data: FeatureCollection) => map.getSource<GeoJSONSource>(source)?.setData(data);
  return {
    showRoute: (points) => void show(ROUTE, routeFeatures(points)),
    showMarks: (marks) => void show(MARKS, markFeatures(marks)),
    showFrustums: (rings) => void show(FRUSTUMS, frustumFeatures(rings)),
  };
}
