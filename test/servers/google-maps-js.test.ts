import { get } from 'node:https';
import { expect, test } from 'vitest';
import { createCertificate } from './certificate.ts';
import { createGoogleMapsJs } from './google-maps-js.ts';
import { startStandIns } from './stand-in.ts';

const { LatLngBounds, mercator } = await import(new URL('./google-maps-js/coordinates.js', import.meta.url).href);
const { Camera } = await import(new URL('./google-maps-js/camera.js', import.meta.url).href);

// The numbers of https://developers.google.com/maps/documentation/javascript/examples/map-coordinates
const CHICAGO = { lat: 41.85, lng: -87.65 };
const WORLD = { x: 65.67111111111113, y: 95.17492654697409 };

test('the stand-in projects as Google’s example does, and back', () => {
  const { x, y } = mercator.fromLatLngToPoint(CHICAGO);
  expect(x).toBeCloseTo(WORLD.x, 10);
  expect(y).toBeCloseTo(WORLD.y, 10);
  const back = mercator.fromPointToLatLng(WORLD).toJSON();
  expect(back.lat).toBeCloseTo(CHICAGO.lat, 10);
  expect(back.lng).toBeCloseTo(CHICAGO.lng, 10);
});

test('its bounds grow over the date line where that is less, and its camera fits them', () => {
  const bounds = new LatLngBounds({ lat: -17, lng: 179.5 }).extend({ lat: -16, lng: -179.5 });
  expect(bounds.toJSON()).toEqual({ south: -17, west: 179.5, north: -16, east: -179.5 });
  expect(bounds.contains({ lat: -16.5, lng: 180 })).toBe(true);
  expect(bounds.contains({ lat: -16.5, lng: 0 })).toBe(false);

  const camera = new Camera();
  camera.size = { width: 800, height: 600 };
  camera.fit(bounds, 50);
  // One degree is 256 · 2^zoom ∕ 360 pixels wide: 728 at zoom 10 is too wide for 700, 364 is not.
  expect(camera.zoom).toBe(9);
  const corners = [camera.toPixel({ lat: -16, lng: 179.5 }), camera.toPixel({ lat: -17, lng: -179.5 })];
  expect(corners[0].x + corners[1].x).toBeCloseTo(800, 6);
  expect(corners[1].x - corners[0].x).toBeCloseTo((256 * 2 ** 9) / 360, 6);
});

test('over TLS the program comes by its host, and other paths of the host are left to others', async () => {
  const server = await startStandIns([createGoogleMapsJs()], { tls: await createCertificate() });
  const status = (path: string) =>
    new Promise((resolve, reject) => {
      const options = { port: server.port, path, headers: { host: 'maps.googleapis.com' }, rejectUnauthorized: false };
      get(options, (answer) => resolve(answer.resume().statusCode)).on('error', reject);
    });
  expect(await status('/maps/api/js?key=K')).toBe(200);
  expect(await status('/maps/api/js/map.js')).toBe(200);
  expect(await status('/maps/api/js?key=NO-SCRIPT')).toBe(503);
  expect(await status('/maps/api/streetview')).toBe(502);
  await server.close();
});
