// Serves every stand-in over TLS for the browser tests: node scripts/launch.mjs test/servers/serve.ts PORT
// PORT + 1 takes orders over plain HTTP: GET /requests lists what was asked, POST /reset begins anew.
import { createServer } from 'node:http';
import { createCertificate } from './certificate.ts';
import { createGoogleMapsJs } from './google-maps-js.ts';
import { createGoogleRoutes } from './google-routes.ts';
import { createMapTiles } from './map-tiles.ts';
import { createMapTilesServer } from './map-tiles-api.ts';
import { createMapillaryServer } from './mapillary.ts';
import { createNominatim } from './nominatim.ts';
import { createOsrm } from './osrm.ts';
import { createPanoramaxServer } from './panoramax.ts';
import { type StandInServer, startStandIns } from './stand-in.ts';
import { createStreetViewServer } from './street-view.ts';
import { createValhalla } from './valhalla.ts';

/** Panoramas are drawn: half the width of real ones is a quarter of the work. */
const WIDTH = 1024;

const port = Number(process.argv[2]);
const tls = await createCertificate();

function begin(): Promise<StandInServer> {
  const standIns = [
    createGoogleMapsJs(),
    createGoogleRoutes(),
    createMapTiles(),
    createMapTilesServer(),
    createMapillaryServer({ width: WIDTH }),
    createNominatim(),
    createOsrm(),
    createPanoramaxServer({ width: WIDTH }),
    createStreetViewServer(),
    createValhalla(),
  ];
  return startStandIns(standIns, { port, tls });
}

let server = await begin();

createServer((request, response) => {
  void (async () => {
    if (request.method === 'POST' && request.url === '/reset') {
      await server.close();
      server = await begin();
    }
    const asked = server.requests.map(({ method, url, headers, body }) => ({ method, url: url.href, headers, body }));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(asked));
  })();
}).listen(port + 1, '127.0.0.1');
