import { describe, expect, test } from 'vitest';
import { fetchFrames } from '../../../src/frames/fetch/fetch-frames.ts';
import type { FetchedFrame } from '../../../src/frames/fetch/fetch-job.ts';
import { type ForgetOptions, forgetTemporary } from '../../../src/frames/fetch/temporary-frames.ts';
import type { ImageryId } from '../../../src/frames/imagery.ts';
import type { BlobStore } from '../../../src/platform/blob-store.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { createService, gather, NOW, portsOf, type TestServiceRules, wants } from './service.ts';

const DAY = 24 * 60 * 60 * 1000;
const later = (days: number) => new Date(Date.parse(NOW) + days * DAY).toISOString();

interface Fetching {
  readonly service?: TestServiceRules;
  readonly session?: string | null;
  readonly heading?: number;
  readonly now?: string;
}

/** Fetches a picture of Google's, unless told otherwise, in the session of tab `a`. */
async function fetched(
  frames: BlobStore,
  id: string,
  { service = {}, session = 'a', heading = 90, now = NOW }: Fetching = {},
): Promise<FetchedFrame> {
  const ports = portsOf(createService({ id: 'streetview', kind: 'view', ...service }), frames, now);
  const { told } = await gather(fetchFrames([wants(id, { heading })], ports, { session }));
  if (told[0]?.type !== 'fetched') throw new Error('not fetched');
  const { sha256 } = told[0].frame;
  await frames.put(`prepared/${sha256}-320x180.png`, new Uint8Array([1]));
  return told[0].frame;
}

const forget = (frames: BlobStore, options: Partial<ForgetOptions> = {}) =>
  forgetTemporary(frames, { now: NOW, liveSessions: new Set(['a']), frameCache: 'session', ...options });

const nobody: ReadonlySet<string> = new Set();

test('when its session is over a frame goes, with its scaled copies and its entry', async () => {
  const frames = createMemoryStore();
  const { sha256 } = await fetched(frames, 'p1');
  const gone = await forget(frames, { liveSessions: new Set(['b']) });
  expect(gone).toEqual(new Set([sha256]));
  expect(await frames.list('')).toEqual([]);
});

test('while its session is alive it stays', async () => {
  const frames = createMemoryStore();
  await fetched(frames, 'p1');
  const before = await frames.list('');
  expect(await forget(frames, { liveSessions: new Set(['b', 'a']) })).toEqual(new Set());
  expect(await frames.list('')).toEqual(before);
});

test('a frame that another tab has used since lives as long as the last of the two', async () => {
  const frames = createMemoryStore();
  const { sha256 } = await fetched(frames, 'p1', { session: 'a' });
  await fetched(frames, 'p1', { session: 'b' });
  await forget(frames, { liveSessions: new Set(['b']) });
  expect(await frames.get(sha256)).not.toBeNull();
  await forget(frames, { liveSessions: new Set(['a']) });
  expect(await frames.get(sha256)).not.toBeNull();
  await forget(frames, { liveSessions: new Set(['c']) });
  expect(await frames.get(sha256)).toBeNull();
});

test.each(['panorama', 'tiles'] as const)('nothing stays of a panorama: %s', async (kind) => {
  const frames = createMemoryStore();
  await fetched(frames, 'p1', { service: { id: 'streetview_tiles', kind } });
  await fetched(frames, 'p1', { service: { id: 'streetview_tiles', kind }, heading: 180 });
  await forget(frames, { liveSessions: nobody });
  expect(await frames.list('')).toEqual([]);
});

test('frames of services that let them be kept stay, whatever happened to their session', async () => {
  for (const id of ['panoramax', 'mapillary'] satisfies ImageryId[]) {
    const frames = createMemoryStore();
    await fetched(frames, 'p1', { service: { id, kind: 'panorama' }, session: null });
    await fetched(frames, 'p2', { service: { id, kind: 'panorama' }, session: 'a' });
    const before = await frames.list('');
    expect(await forget(frames, { liveSessions: nobody, now: later(400) })).toEqual(new Set());
    expect(await frames.list('')).toEqual(before);
  }
});

test('photographs and their scaled copies are nobody’s business here', async () => {
  const frames = createMemoryStore();
  const photograph = 'f'.repeat(64);
  for (const key of [photograph, `prepared/${photograph}-320x180.png`]) await frames.put(key, new Uint8Array([1]));
  await fetched(frames, 'p1');
  await forget(frames, { liveSessions: nobody });
  expect(await frames.list('')).toEqual([photograph, `prepared/${photograph}-320x180.png`].sort());
});

describe('a week', () => {
  test.each([
    [6.9, 'days', true],
    [7.1, 'days', false],
    [6.9, 'session', true],
    [7.1, 'session', false],
  ] as const)('after %s days, frame_cache %s, session alive: stays %s', async (days, frameCache, stays) => {
    const frames = createMemoryStore();
    const { sha256 } = await fetched(frames, 'p1');
    await forget(frames, { now: later(days), frameCache });
    expect((await frames.get(sha256)) !== null).toBe(stays);
  });

  test('with `days` a closed tab does not matter, nor that none was named', async () => {
    const frames = createMemoryStore();
    const kept = [await fetched(frames, 'p1'), await fetched(frames, 'p2', { session: null })];
    await forget(frames, { liveSessions: nobody, frameCache: 'days', now: later(6) });
    for (const { sha256 } of kept) expect(await frames.get(sha256)).not.toBeNull();
    await forget(frames, { liveSessions: nobody, frameCache: 'days', now: later(8) });
    expect(await frames.list('')).toEqual([]);
  });

  test('each view of a panorama in tiles has a week of its own', async () => {
    const frames = createMemoryStore();
    const service: TestServiceRules = { id: 'streetview_tiles', kind: 'tiles' };
    const early = await fetched(frames, 'p1', { service });
    const late = await fetched(frames, 'p1', { service, heading: 180, now: later(5) });
    const gone = await forget(frames, { now: later(8) });
    expect(gone).toEqual(new Set([early.sha256]));
    expect(await frames.get(early.sha256)).toBeNull();
    expect(await frames.get(late.sha256)).not.toBeNull();
    // The entry that is left names the late one alone.
    const again = createService(service);
    await gather(fetchFrames([wants('p1', { heading: 180 })], portsOf(again, frames), { session: 'a' }));
    expect(again.asked).toEqual([]);
  });

  test('looking at a frame again does not prolong its week', async () => {
    const frames = createMemoryStore();
    const { sha256 } = await fetched(frames, 'p1');
    await fetched(frames, 'p1', { now: later(6) });
    await forget(frames, { now: later(8) });
    expect(await frames.get(sha256)).toBeNull();
  });
});

test('an entry that cannot be read goes with what it names, but for what another one names', async () => {
  const frames = createMemoryStore();
  const same = { answer: () => new TextEncoder().encode('picture, the same') };
  const { sha256: shared } = await fetched(frames, 'p1', { service: same });
  const stays = await frames.list('');
  const { sha256: lost } = await fetched(frames, 'p2');
  const [key] = (await frames.list('asked/')).filter((each) => !stays.includes(each));
  const newer = { version: 2, frames: [lost, shared] };
  await frames.put(key!, new TextEncoder().encode(JSON.stringify(newer)));
  expect(await forget(frames)).toEqual(new Set([lost]));
  expect(await frames.list('')).toEqual(stays);
});

test('bytes that another question has had too stay as long as that', async () => {
  const frames = createMemoryStore();
  const same = { answer: () => new TextEncoder().encode('picture, the same') };
  const { sha256 } = await fetched(frames, 'p1', { service: same, session: 'a' });
  await fetched(frames, 'p2', { service: same, session: 'b' });
  expect(await forget(frames, { liveSessions: new Set(['b']) })).toEqual(new Set());
  expect(await frames.get(sha256)).not.toBeNull();
  expect(await frames.list('asked/')).toHaveLength(1);
});

test('interrupted at any point, the next time finishes it', async () => {
  const whole = createMemoryStore();
  const keys = async (frames: BlobStore) => {
    await fetched(frames, 'p1', { service: { id: 'streetview_tiles', kind: 'panorama' } });
    return (await frames.list('')).length;
  };
  const count = await keys(whole);
  for (let death = 0; death < count; death++) {
    const frames = createMemoryStore();
    await keys(frames);
    let deletes = 0;
    const dying: BlobStore = {
      ...frames,
      delete: async (key) => {
        if (++deletes > death) throw new Error('died');
        await frames.delete(key);
      },
    };
    await expect(forget(dying, { liveSessions: nobody })).rejects.toThrow('died');
    await forget(frames, { liveSessions: nobody });
    expect(await frames.list('')).toEqual([]);
  }
});
