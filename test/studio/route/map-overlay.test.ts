import { expect, test } from 'vitest';
import type { FramesChoice } from '../../../src/project/document.ts';
import { createParams } from '../../../src/project/resolve.ts';
import { overlayOf } from '../../../src/studio/route/map-overlay.ts';
import { planOf } from '../../../src/studio/route/route-plan.ts';

const params = createParams({
  route_points: [
    [55.7047, 13.191],
    [55.7047, 13.194],
  ],
  frame_heading_mode: 'lookat',
  frame_lookat: [55.705, 13.192],
});
const frames: FramesChoice = {
  kind: 'files',
  items: [{ id: 'p', name: 'own.jpg', sha256: 'a'.repeat(64), place: { lat: 55.7, lng: 13.19, heading: 90 } }],
};
const shown = { plan: planOf(params), scouted: null, frames, params };

test('the map shows the places and cameras of the way, own photographs, and the pin', () => {
  const { marks, frustums, pin } = overlayOf({ ...shown, keptOff: false });
  const places = shown.plan?.places.length ?? 0;
  expect(places).toBeGreaterThan(1);
  expect(marks.map(({ state }) => state)).toEqual([...Array(places).fill('planned'), 'photograph']);
  expect(frustums).toHaveLength(places + 1);
  expect(pin).toEqual({ lat: 55.705, lng: 13.192 });
});

test('of a way that is kept off the map nothing is shown; own photographs stay', () => {
  const { marks, frustums, pin } = overlayOf({ ...shown, keptOff: true });
  expect(marks.map(({ id }) => id)).toEqual(['photograph p']);
  expect(frustums).toHaveLength(1);
  expect(pin).toBeNull();
});
