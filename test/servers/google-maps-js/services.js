import { LatLng, LatLngAltitude, LatLngBounds, toLatLng } from './coordinates.js';
import { refuseAll } from './map.js';

/** https://developers.google.com/maps/documentation/javascript/reference/errors */
class MapsNetworkError extends Error {
  constructor(endpoint, code, message) {
    super(`${endpoint}: ${code}: ${message}`);
    Object.assign(this, { endpoint, code, name: this.constructor.name });
  }
}
class MapsRequestError extends MapsNetworkError {}
class MapsServerError extends MapsNetworkError {}

/** What asks Google's servers, with the key and the policy of the script's address. */
export function createServices(params) {
  const key = params.get('key') ?? '';
  const site = params.get('auth_referrer_policy') === 'origin' ? location.origin : location.href;

  async function ask(endpoint, url, init) {
    const answer = await fetch(url, init).catch(() => {
      throw new MapsServerError(endpoint, 'UNKNOWN_ERROR', 'A request could not be processed due to a server error.');
    });
    const body = await answer.json();
    if (answer.ok) return body;
    const { status, message } = body.error;
    throw new (answer.status < 500 ? MapsRequestError : MapsServerError)(endpoint, status, message);
  }

  let asked = false;
  /** Once a page, when its first map is made. */
  async function authenticate() {
    if (asked) return;
    asked = true;
    const query = new URLSearchParams({ '1s': site, key });
    const { refusal } = await ask(
      'AUTHENTICATE',
      `https://maps.googleapis.com/maps/api/js/AuthenticationService.Authenticate?${query}`,
    );
    if (!refusal) return;
    refuseAll();
    window.gm_authFailure?.();
  }

  /** https://developers.google.com/maps/documentation/javascript/reference/geocoder */
  class Geocoder {
    async geocode({ address, bounds, fulfillOnZeroResults = false }) {
      const query = new URLSearchParams({ address, key });
      if (bounds) query.set('bounds', JSON.stringify(bounds));
      const { status, results } = await ask(
        'GEOCODER_GEOCODE',
        `https://maps.googleapis.com/maps/api/js/GeocodeService.Search?${query}`,
      );
      const empty = status === 'ZERO_RESULTS';
      if (status !== 'OK' && !(empty && fulfillOnZeroResults)) {
        const message = empty ? 'No result was found for this GeocoderRequest.' : 'The request was refused.';
        throw new MapsRequestError('GEOCODER_GEOCODE', status, message);
      }
      return { results: results.map(toResult) };
    }
  }

  /** https://developers.google.com/maps/documentation/javascript/reference/route */
  const Route = {
    async computeRoutes({ origin, destination, intermediates = [], travelMode, polylineQuality, fields }) {
      const waypoint = (position, more = {}) => {
        const { lat, lng } = toLatLng(position).toJSON();
        return { location: { latLng: { latitude: lat, longitude: lng } }, ...more };
      };
      const answer = await ask('ROUTES_COMPUTE_ROUTES', 'https://routes.googleapis.com/directions/v2:computeRoutes', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-goog-api-key': key,
          'x-goog-fieldmask': [...fields]
            .map((name) => (name === 'path' ? 'routes.polyline' : `routes.${name}`))
            .join(),
        },
        body: JSON.stringify({
          origin: waypoint(origin),
          destination: waypoint(destination),
          intermediates: [...intermediates].map(({ location, via }) => waypoint(location, via ? { via } : {})),
          travelMode: { DRIVING: 'DRIVE', BICYCLING: 'BICYCLE', WALKING: 'WALK' }[travelMode],
          polylineQuality,
          polylineEncoding: 'GEO_JSON_LINESTRING',
        }),
      });
      const routes = (answer.routes ?? []).map(({ polyline }) => ({
        path: polyline.geoJsonLinestring.coordinates.map(([lng, lat]) => new LatLngAltitude({ lat, lng })),
      }));
      return { routes, fallbackInfo: null, geocodingResults: null };
    },
  };

  return { Geocoder, Route, MapsRequestError, MapsServerError, authenticate };
}

function toResult({ formatted_address, place_id, types, geometry }) {
  const { location, location_type, viewport } = geometry;
  return {
    formatted_address,
    place_id,
    types,
    geometry: {
      location: new LatLng(location),
      location_type,
      viewport: new LatLngBounds(viewport.southwest, viewport.northeast),
    },
  };
}
