/** Every host that a stand-in answers for: where browsers under test are led to this machine. */
export const STAND_IN_HOSTS = [
  'api.panoramax.xyz',
  'panoramax.openstreetmap.fr',
  'panoramax.ign.fr',
  'graph.mapillary.com',
  'scontent-fra5-2.xx.fbcdn.net',
  'maps.googleapis.com',
  'tile.googleapis.com',
  'routes.googleapis.com',
  'tiles.openfreemap.org',
  'nominatim.openstreetmap.org',
  'router.project-osrm.org',
  'routing.openstreetmap.de',
  'valhalla1.openstreetmap.de',
];
