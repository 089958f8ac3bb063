import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PleinAirError } from '../../../src/core/errors.ts';
import { readAsked } from '../../../src/frames/fetch/asked-index.ts';
import { type ImageryProvider, ImageryRefusal, type Sighting } from '../../../src/frames/imagery.ts';
import type { RouteFrame } from '../../../src/project/document.ts';
import { isHere, type RouteChoice } from '../../../src/project/route-frames.ts';
import type { Params } from '../../../src/project/schema.ts';
import { createEmptyProject } from '../../../src/studio/projects/new-project.ts';
import { leaveOut, startFetching } from '../../../src/studio/route/fetch-controller.ts';
import { measuredBytesPerFrame, NOTHING_FETCHED, useFetch } from '../../../src/studio/route/fetch-store.ts';
import { noteKeptFrames } from '../../../src/studio/route/kept-frames.ts';
import type { StreetServices } from '../../../src/studio/services.ts';
import { useDocument } from '../../../src/studio/state/document-store.ts';
import { changeParams } from '../../../src/studio/tune/change-params.ts';
import { eventually } from '../../support/eventually.ts';
import { createMemoryStore } from '../../support/memory-store.ts';

const view = { width: 64, height: 36, fov: 90, pitch: 0 };

function frame(n: number): RouteFrame {
  const position = { lat: 55.7, lng: 13.19 + n / 1e4 };
  return {
    id: `f${n}`,
    sourceId: `p${n}`,
    position,
    heading: 90,
    date: null,
    credit: null,
    sha256: null,
    sourceSha256: null,
  };
}

function sighting(id: string): Sighting {
  return {
    id,
    position: { lat: 55.7, lng: 13.2 },
    date: '2023-06',
    projection: 'view',
    heading: null,
    fov: null,
    sequence: null,
    kind: 'outdoor',
    credit: { text: '© Test', link: null, shareAlike: false },
  };
}

/** Pictures are their own names, and frames their own hashes. */
function services(fetch: ImageryProvider['fetch']) {
  const frames = createMemoryStore();
  const asked: string[] = [];
  const provider: ImageryProvider = {
    id: 'panoramax',
    scout: () => {
      throw new Error('not asked here');
    },
    asks: ({ id }, { heading }) => `test/${id}/${heading}`,
    fetch: (picture, wanted, signal) => {
      asked.push(picture.id);
      return fetch(picture, wanted, signal);
    },
  };
  const street: StreetServices = {
    imagery: () => provider,
    views: {
      make: async ({ tiles }) => {
        const bytes = tiles[0]!.bytes;
        const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
        const sha256 = Buffer.from(digest).toString('hex');
        return { bytes, sha256, sourceSha256: sha256 };
      },
    },
    openMap: () => Promise.reject(new Error('no map here')),
    search: () => {
      throw new Error('no search here');
    },
    roads: () => {
      throw new Error('no roads here');
    },
    session: 'test',
  };
  return { street, frames, asked, persist: async () => true };
}

const whole: ImageryProvider['fetch'] = async ({ id }) => ({
  sighting: sighting(id),
  layout: { kind: 'picture' },
  tiles: [{ bytes: new TextEncoder().encode(id), x: 0, y: 0 }],
  size: null,
});

function openRoute(items: readonly RouteFrame[], part: Partial<RouteChoice> = {}) {
  const choice: RouteChoice = { kind: 'route', source: 'panoramax', view, items, ...part };
  useDocument.getState().open({ ...createEmptyProject('route', true), frames: choice });
}

function items(): readonly RouteFrame[] {
  const frames = useDocument.getState().document?.frames;
  return frames?.kind === 'route' ? frames.items : [];
}

describe('fetching the frames of a route', () => {
  beforeEach(() => useFetch.setState(NOTHING_FETCHED));
  afterEach(() => useDocument.getState().open(null));

  it('fills the document with what came, as no step of undo', async () => {
    openRoute([frame(0), frame(1), frame(2)]);
    const ports = services(whole);
    await startFetching(ports);
    expect(items().every(({ sha256 }) => sha256?.length === 64)).toBe(true);
    expect(items().map(({ credit, date }) => [credit?.text, date])).toEqual(Array(3).fill(['© Test', '2023-06']));
    expect(useFetch.getState()).toMatchObject({ status: 'done', done: 3, total: 3, error: null });
    expect(useDocument.temporal.getState().pastStates).toHaveLength(0);
    for (const { sha256 } of items()) expect(await ports.frames.get(sha256!)).not.toBeNull();
  });

  it('notes of flat pictures how wide they look', async () => {
    openRoute([frame(0), frame(1), frame(2)]);
    const fov = new Map([
      ['p1', 61],
      ['p2', null],
    ]);
    const ports = services(async (picture, ...rest) => {
      const sent = await whole(picture, ...rest);
      const own = fov.get(picture.id);
      return own === undefined ? sent : { ...sent, sighting: { ...sent.sighting, projection: 'flat', fov: own } };
    });
    await startFetching(ports);
    expect(items().map(({ flat }) => flat)).toEqual([undefined, { fov: 61 }, { fov: null }]);
  });

  it('asks for nothing that is kept', async () => {
    openRoute([frame(0), frame(1)]);
    const ports = services(whole);
    await startFetching(ports);
    openRoute([frame(0), frame(1)]);
    await startFetching(ports);
    expect(ports.asked).toEqual(['p0', 'p1']);
    expect(useFetch.getState()).toMatchObject({ cached: 2, bytes: 0 });
  });

  it('heeds the map along whose way they were found, whatever is drawn now', async () => {
    openRoute([frame(0)], { drawnOn: 'google' });
    const ports = services(whole);
    await startFetching(ports);
    expect(useFetch.getState().error?.message).toContain('drawn on Google’s map');
    expect(ports.asked).toEqual([]);
    openRoute([frame(0)], { drawnOn: 'maplibre' });
    changeParams({ route_drawn_on: 'google' });
    await startFetching(ports);
    expect(useFetch.getState()).toMatchObject({ status: 'done', error: null });
    expect(ports.asked).toEqual(['p0']);
  });

  it('tells why a frame failed, goes on with the others, and tries that one alone', async () => {
    openRoute([frame(0), frame(1), frame(2)]);
    let broken = true;
    const ports = services(async (picture, ...rest) => {
      if (broken && picture.id === 'p1') throw new PleinAirError('input', 'It is gone.', 'Leave it out.');
      return whole(picture, ...rest);
    });
    await startFetching(ports);
    expect(useFetch.getState().failures.get('f1')?.message).toBe('frame 2: It is gone.');
    expect(items().map(({ sha256 }) => sha256 === null)).toEqual([false, true, false]);
    broken = false;
    ports.asked.length = 0;
    await startFetching(ports, new Set(['f1']));
    expect(ports.asked).toEqual(['p1']);
    expect(items()[1]?.sha256).not.toBeNull();
  });

  it('keeps the reasons of the other frames while one is tried again', async () => {
    openRoute([frame(0), frame(1), frame(2)]);
    const gone = new Set(['p0', 'p2']);
    const ports = services(async (picture, ...rest) => {
      if (gone.has(picture.id)) throw new PleinAirError('input', 'It is gone.', 'Leave it out.');
      return whole(picture, ...rest);
    });
    await startFetching(ports);
    expect([...useFetch.getState().failures.keys()].sort()).toEqual(['f0', 'f2']);
    await startFetching(ports, new Set(['f0']));
    expect([...useFetch.getState().failures.keys()].sort()).toEqual(['f0', 'f2']);
    expect(useFetch.getState()).toMatchObject({ total: 1, failed: 1 });
    gone.delete('p0');
    await startFetching(ports, new Set(['f0']));
    expect([...useFetch.getState().failures.keys()]).toEqual(['f2']);
    expect(useFetch.getState().failed).toBe(0);
    // Those of frames that are no longer in the film are forgotten.
    leaveOut(new Set(['f2']));
    await startFetching(ports);
    expect(useFetch.getState().failures.size).toBe(0);
  });

  it('says after some seconds without a frame that it waits', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      openRoute([frame(0), frame(1)]);
      const opens: (() => void)[] = [];
      const ports = services(async (...asked) => {
        await new Promise<void>((open) => opens.push(open));
        return whole(...asked);
      });
      const fetching = startFetching(ports);
      await eventually(() => expect(opens).toHaveLength(2));
      vi.advanceTimersByTime(6000);
      expect(useFetch.getState().waiting).toBe(false);
      vi.advanceTimersByTime(2000);
      expect(useFetch.getState()).toMatchObject({ status: 'fetching', waiting: true });
      opens[0]?.();
      await eventually(() => {
        vi.advanceTimersByTime(500);
        expect(useFetch.getState()).toMatchObject({ done: 1, waiting: false });
      });
      opens[1]?.();
      await fetching;
      vi.advanceTimersByTime(20_000);
      expect(useFetch.getState()).toMatchObject({ status: 'done', waiting: false });
    } finally {
      vi.useRealTimers();
    }
  });

  it('leaves frames out of the film, and undo brings them back', () => {
    openRoute([frame(0), frame(1), frame(2)]);
    leaveOut(new Set(['f1']));
    expect(items().map(({ id }) => id)).toEqual(['f0', 'f2']);
    useDocument.temporal.getState().undo();
    expect(items()).toHaveLength(3);
  });

  it('ends with the reason where the service refuses, and keeps what is there', async () => {
    openRoute(Array.from({ length: 20 }, (_, n) => frame(n)));
    let left = 5;
    const ports = services(async (...asked) => {
      if (left-- <= 0) throw new ImageryRefusal('quota', 'The quota is used up.', 'Go on tomorrow.');
      return whole(...asked);
    });
    await startFetching(ports);
    const { status, error } = useFetch.getState();
    expect([status, error?.message]).toEqual(['failed', 'The quota is used up.']);
    expect(items().filter(({ sha256 }) => sha256 !== null)).toHaveLength(5);
  });

  it('says which pictures are not those of the shared project', async () => {
    openRoute([{ ...frame(0), sourceSha256: 'f'.repeat(64) }, frame(1)]);
    await startFetching(services(whole));
    expect([...useFetch.getState().changed]).toEqual(['f0']);
  });

  it('stops when another project is opened, and leaves that one alone', async () => {
    openRoute([frame(0), frame(1)]);
    const ports = services(
      (_picture, _view, signal) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    );
    const fetching = startFetching(ports);
    await eventually(() => expect(ports.asked.length).toBeGreaterThan(0));
    openRoute([frame(7)]);
    const before = useDocument.getState().document;
    await fetching;
    expect(useFetch.getState().status).toBe('stopped');
    expect(useDocument.getState().document).toBe(before);
  });

  it('what came stays known when a step is undone and done again', async () => {
    openRoute([frame(0), frame(1)]);
    useDocument.getState().setParam('weight_tv', 0.01);
    useDocument.getState().setParam('weight_tv', 0.02);
    useDocument.temporal.getState().undo();
    await startFetching(services(whole));
    for (const step of ['undo', 'redo', 'redo'] as const) {
      useDocument.temporal.getState()[step]();
      expect(items().every(isHere)).toBe(true);
    }
  });

  it('stops when its frames are no longer those of the project, and goes on for those that are', async () => {
    openRoute([frame(7)]);
    const { document } = useDocument.getState();
    const choice = { ...(document?.frames as RouteChoice), items: [frame(0), frame(1), frame(2)] };
    useDocument.getState().setFrames(choice);
    const ports = services(
      (_picture, _view, signal) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    );
    const fetching = startFetching(ports);
    await eventually(() => expect(ports.asked.length).toBeGreaterThan(0));
    leaveOut(new Set(['f1']));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(useFetch.getState().status).toBe('fetching');
    useDocument.temporal.getState().undo();
    useDocument.temporal.getState().undo();
    await fetching;
    expect(useFetch.getState().status).toBe('stopped');
    expect(items().map(({ id }) => id)).toEqual(['f7']);
  });

  it('does nothing for projects without a route', async () => {
    useDocument.getState().open(createEmptyProject('none', true));
    await startFetching(services(whole));
    expect(useFetch.getState().status).toBe('idle');
  });

  it('notes what is no longer kept, so that it can be fetched again', async () => {
    openRoute([frame(0), frame(1)]);
    const ports = services(whole);
    await startFetching(ports);
    await ports.frames.delete(items()[0]!.sha256!);
    await noteKeptFrames(ports.frames, 'test');
    expect(items().map(isHere)).toEqual([false, true]);
    expect(useDocument.temporal.getState().pastStates).toHaveLength(0);
    ports.asked.length = 0;
    await startFetching(ports);
    expect(ports.asked).toEqual(['p0']);
    expect(items().every(isHere)).toBe(true);
  });

  it('measures what a frame takes for the source and the camera that it was fetched for alone', async () => {
    openRoute([frame(0), frame(1)]);
    const { params } = createEmptyProject('route', true);
    const camera = { route_source: 'panoramax', frame_width: 64, frame_height: 36, frame_fov: 90 } as const;
    const measured = (changed: Partial<Params> = {}) =>
      measuredBytesPerFrame(useFetch.getState(), { ...params, ...camera, ...changed });
    expect(measured()).toBeNull();
    await startFetching(services(whole));
    // Pictures are their own names.
    expect(measured()).toBe(2);
    expect(measured({ route_source: 'streetview' })).toBeNull();
    expect(measured({ frame_width: 1024 })).toBeNull();
    expect(measured({ frame_fov: 60 })).toBeNull();
  });

  it('makes frames that another tab fetched this tab’s too, where they go with a tab', async () => {
    const ports = services(whole);
    const sessions = async () => {
      const [key] = await ports.frames.list('asked/');
      return (await readAsked(ports.frames, key!))?.sessions;
    };
    openRoute([frame(0)], { source: 'streetview' });
    await startFetching(ports);
    await noteKeptFrames(ports.frames, 'other');
    expect(await sessions()).toEqual(['test', 'other']);
  });

  it('notes what is here after all, as where the tab was closed before the project was saved', async () => {
    openRoute([frame(0), frame(1)]);
    const ports = services(whole);
    await startFetching(ports);
    const { document } = useDocument.getState();
    if (document?.frames.kind !== 'route') throw new Error('no route');
    const [first, second] = document.frames.items.map((item) => ({ ...item, gone: true }));
    useDocument.getState().open({ ...document, frames: { ...document.frames, items: [first!, second!] } });
    await ports.frames.delete(second!.sha256!);
    await noteKeptFrames(ports.frames, 'test');
    expect(items().map(isHere)).toEqual([true, false]);
  });
});
