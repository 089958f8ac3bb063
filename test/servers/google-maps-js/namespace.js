import { LatLng, LatLngAltitude, LatLngBounds, Point, Size } from './coordinates.js';
import { Data } from './data.js';
import { event, MVCObject } from './events.js';
import { GoogleMap } from './map.js';
import { OverlayView } from './overlay-view.js';
import { createServices } from './services.js';

/**
 * Fills `google.maps` as far as it is replayed here; anything else is missing, so that its use fails loudly.
 * https://developers.google.com/maps/documentation/javascript/reference
 */
export function fillNamespace(maps, params) {
  const { Geocoder, Route, MapsRequestError, MapsServerError, authenticate } = createServices(params);
  class AskingMap extends GoogleMap {
    constructor(div, options) {
      super(div, options);
      authenticate();
    }
  }
  const core = {
    LatLng,
    LatLngAltitude,
    LatLngBounds,
    Point,
    Size,
    MVCObject,
    event,
    MapsRequestError,
    MapsServerError,
  };
  const libraries = {
    core,
    maps: { Map: AskingMap, Data, OverlayView, SymbolPath: { CIRCLE: 0 } },
    geocoding: { Geocoder },
    routes: { Route },
  };
  Object.assign(maps, libraries.core, libraries.maps, libraries.geocoding, {
    version: '3.99.0',
    async importLibrary(name) {
      if (!libraries[name]) throw new Error(`Could not load "${name}".`);
      return libraries[name];
    },
  });
}
