import type { ImageryId } from '../../frames/imagery.ts';
import { SOURCE_FACTS, type SourceFacts } from '../../frames/source-facts.ts';
import { mapFor, termsConflict } from '../../frames/source-terms.ts';
import type { Params } from '../../project/schema.ts';
import type { MapKind } from '../../route/maps/map-view.ts';
import type { SettingsState } from '../settings/settings-store.ts';

type WayParams = Pick<Params, 'route_points' | 'route_drawn_on'>;
type RouteParams = WayParams & Pick<Params, 'route_source'>;

/** Whose map the way was drawn on. Where there is none it is nobody's: params may still name the map of frames whose way was left out of them. */
export function wayDrawnOn({ route_points, route_drawn_on }: WayParams): Params['route_drawn_on'] {
  return route_points.length > 0 ? route_drawn_on : 'typed';
}

/** What there is to know of the service that fills the route; null where the frames are a person's own. */
export function sourceOf({ route_source: source }: Pick<Params, 'route_source'>): SourceFacts | null {
  return source === 'files' ? null : SOURCE_FACTS[source];
}

/** The map that goes with a source. */
export function mapOf(params: Pick<Params, 'route_source'>): MapKind {
  return mapFor(params.route_source);
}

/** Why the pictures of the chosen source may not follow this route, or null. */
export function routeConflict(params: RouteParams): string | null {
  return termsConflict(params.route_source, wayDrawnOn(params));
}

/** Whether the map that goes with the source may not show the route: Google's terms keep what comes from its map off others. */
export function isKeptOffMap(params: RouteParams | undefined): boolean {
  return params !== undefined && wayDrawnOn(params) === 'google' && mapOf(params) !== 'google';
}

/** The key that is missing for a source, or null. */
export function missingKey(id: ImageryId, keys: SettingsState['keys']): SourceFacts['key'] {
  const { key } = SOURCE_FACTS[id];
  return key !== null && keys[key] === null ? key : null;
}
