import { afterEach, expect, test, vi } from 'vitest';
import { fetchFrames } from '../../src/frames/fetch/fetch-frames.ts';
import { openStreetServices } from '../../src/studio/street-services.ts';
import { createService, gather, portsOf, wants } from '../frames/fetch/service.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const DAY = 24 * 60 * 60 * 1000;

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a page that stays open for longer than a week keeps no picture for longer than that', async () => {
  vi.useFakeTimers();
  vi.stubGlobal('location', new URL('http://localhost/'));
  vi.stubGlobal('navigator', {});
  const frames = createMemoryStore();
  const { session } = await openStreetServices(frames, { make: () => Promise.reject(new Error('not asked here')) });
  const ports = portsOf(createService({ id: 'streetview', kind: 'view' }), frames, new Date().toISOString());
  await gather(fetchFrames([wants('p1')], ports, { session }));

  await vi.advanceTimersByTimeAsync(6.9 * DAY);
  expect((await frames.list('')).length).toBe(2);
  await vi.advanceTimersByTimeAsync(0.2 * DAY);
  expect(await frames.list('')).toEqual([]);
});
