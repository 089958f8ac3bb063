import type { ImageryId } from '../../frames/imagery.ts';
import { SOURCE_FACTS, type SourceFacts } from '../../frames/source-facts.ts';
import type { Params } from '../../project/schema.ts';
import type { MapKind } from '../../route/maps/map-view.ts';
import type { SettingsState } from '../settings/settings-store.ts';

type RouteParams = Pick<Params, 'route_source' | 'route_drawn_on'>;

/** What there is to know of the service that fills the route; null where the frames are a person's own. */
export function sourceOf({ route_source: source }: Pick<Params, 'route_source'>): SourceFacts | null {
  return source === 'files' ? null : SOURCE_FACTS[source];
}

/** The map that goes with a source. Own photographs stand on the open one. */
export function mapOf(params: Pick<Params, 'route_source'>): MapKind {
  return sourceOf(params)?.map ?? 'maplibre';
}

/**
 * Why the pictures of the chosen source may not follow this route, or null: Google's terms bar its pictures from routes of other
 * maps, and its maps' routes from other pictures. Typed and imported routes are no map's.
 */
export function routeConflict(params: RouteParams): string | null {
  const { route_drawn_on: drawnOn } = params;
  const map = mapOf(params);
  if (drawnOn === 'typed' || drawnOn === map) return null;
  return map === 'google'
    ? 'This route was drawn on the open map. Google’s terms do not let its pictures be used with another map: draw the route again on Google’s map, or type or import it.'
    : 'This route was drawn on Google’s map, whose terms keep what comes from it off other maps and pictures: draw the route again on the open map, or type or import it.';
}

/** The key that is missing for a source, or null. */
export function missingKey(id: ImageryId, keys: SettingsState['keys']): SourceFacts['key'] {
  const { key } = SOURCE_FACTS[id];
  return key !== null && keys[key] === null ? key : null;
}
