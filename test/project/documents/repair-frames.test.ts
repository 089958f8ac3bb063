import { expect, it } from 'vitest';
import { repairFrames } from '../../../src/project/documents/repair-frames.ts';

const HASH = 'b'.repeat(64);
const view = { width: 640, height: 360, fov: 90, pitch: 0 };
const frame = {
  id: 'a',
  sourceId: 'p1',
  position: { lat: 1, lng: 2 },
  heading: 10,
  date: '2020-05',
  credit: { text: '© G', link: null, shareAlike: false },
  sha256: HASH,
  sourceSha256: HASH,
};

function repaired(stored: unknown) {
  const notes: string[] = [];
  return { frames: repairFrames(stored, (note) => void notes.push(note)), notes };
}

it('a whole route stays as it is', () => {
  const stored = {
    kind: 'route',
    source: 'panoramax',
    view,
    drawnOn: 'maplibre',
    items: [
      frame,
      { ...frame, id: 'b', sha256: null },
      { ...frame, id: 'c', gone: true },
      { ...frame, id: 'd', flat: { fov: 61 } },
      { ...frame, id: 'e', flat: { fov: null } },
    ],
  };
  expect(repaired(stored)).toEqual({ frames: stored, notes: [] });
});

it('frames that cannot be read are left out and told; hashes that cannot are fetched again', () => {
  const items = [{ ...frame, position: { lat: 100, lng: 0 } }, { ...frame, sha256: 'x', credit: 7 }, frame];
  const { frames, notes } = repaired({ kind: 'route', source: 'streetview', view, items });
  expect(frames.kind === 'route' && frames.items).toEqual([{ ...frame, sha256: null, credit: null }]);
  expect(notes).toEqual(['2 frames of its route could not be read']);
});

it('a route of before, or of a map that is none, knows no map', () => {
  for (const part of [{}, { drawnOn: 'else' }]) {
    const { frames, notes } = repaired({ kind: 'route', source: 'panoramax', view, items: [frame], ...part });
    expect([Object.keys(frames), notes]).toEqual([['kind', 'source', 'view', 'items'], []]);
  }
});

it.each([
  [{ kind: 'route', source: 'else', view, items: [] }],
  [{ kind: 'route', source: 'panoramax', view: { ...view, fov: 0 }, items: [] }],
  [{ kind: 'files', items: 'none' }],
  [null],
])('%o becomes no frames, and that is told', (stored) => {
  const { frames, notes } = repaired(stored);
  expect(frames).toEqual({ kind: 'none' });
  expect(notes).toHaveLength(1);
});

it('photographs keep place and date where these can be read', () => {
  const photo = { id: 'a', name: 'a.jpg', sha256: HASH, place: { lat: 1, lng: 2, heading: 3 }, date: '2020-05-01' };
  const odd = { ...photo, id: 'b', place: { lat: 'x', lng: 2 }, date: 5 };
  const { frames } = repaired({ kind: 'files', items: [photo, odd] });
  const { place: _, date: __, ...plain } = { ...photo, id: 'b' };
  expect(frames.kind === 'files' && frames.items).toEqual([photo, plain]);
});
