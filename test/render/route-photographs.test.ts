import { expect, test } from 'vitest';
import type { RouteFrame } from '../../src/project/document.ts';
import { routePhotographs } from '../../src/render/route-photographs.ts';

const position = { lat: 55.7, lng: 13.2 };
const view = { width: 640, height: 360, fov: 90, pitch: -5 };

test('what was cut out looks as the camera of the route; a flat picture as its own, as far as that is known', () => {
  const frame: RouteFrame = {
    id: 'a',
    sourceId: 'p',
    position,
    heading: 30,
    date: null,
    credit: null,
    sha256: null,
    sourceSha256: null,
  };
  const items = [frame, { ...frame, flat: { fov: 61 } }, { ...frame, flat: { fov: null } }];
  const photographs = routePhotographs({ kind: 'route', source: 'panoramax', view, items });
  expect(photographs.map(({ place }) => place)).toEqual([
    { ...position, heading: 30, pitch: -5, fov: 90 },
    { ...position, heading: 30, fov: 61 },
    { ...position, heading: 30 },
  ]);
});
