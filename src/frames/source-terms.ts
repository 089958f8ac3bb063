import type { ImageryId } from './imagery.ts';
import { SOURCE_FACTS } from './source-facts.ts';

/** Whose map a route was drawn on; `typed`: none. */
type DrawnOn = 'typed' | 'maplibre' | 'google';

/** The map that goes with a source. Own photographs stand on the open one. */
export function mapFor(source: ImageryId | 'files'): 'google' | 'maplibre' {
  return source === 'files' ? 'maplibre' : SOURCE_FACTS[source].map;
}

/**
 * Why the pictures of a source may not follow a route, or null: Google's terms bar its pictures from routes of other maps, and its maps'
 * routes from other pictures. Typed and imported routes are no map's.
 */
export function termsConflict(source: ImageryId | 'files', drawnOn: DrawnOn): string | null {
  const map = mapFor(source);
  if (drawnOn === 'typed' || drawnOn === map) return null;
  return map === 'google'
    ? 'This route was drawn on the open map. Google’s terms do not let its pictures be used with another map: draw the route again on Google’s map, or type or import it.'
    : 'This route was drawn on Google’s map, whose terms keep what comes from it off other maps and pictures: draw the route again on the open map, or type or import it.';
}
