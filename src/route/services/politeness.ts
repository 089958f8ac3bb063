/** OpenStreetMap's own servers and FOSSGIS', whose policies allow one request a second. */
const SHARED_HOSTS = [
  // https://operations.osmfoundation.org/policies/nominatim/
  'nominatim.openstreetmap.org',
  // https://github.com/Project-OSRM/osrm-backend/wiki/Api-usage-policy
  'router.project-osrm.org',
  // https://routing.openstreetmap.de/about.html
  'routing.openstreetmap.de',
  'valhalla1.openstreetmap.de',
];

/** Least milliseconds between two requests to a host, as its operators ask; 0 where they do not. */
export function leastInterval(host: string): number {
  return SHARED_HOSTS.includes(host) ? 1000 : 0;
}
