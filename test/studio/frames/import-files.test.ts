import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PleinAirError } from '../../../src/core/errors.ts';
import type { BlobStore } from '../../../src/platform/blob-store.ts';
import { createTrack } from '../../../src/route/track.ts';
import { importFiles } from '../../../src/studio/frames/import-files.ts';
import type { ImportPorts } from '../../../src/studio/frames/import-ports.ts';
import { useImport } from '../../../src/studio/frames/import-store.ts';
import type { VideoRate } from '../../../src/studio/frames/video-times.ts';
import type { VideoTrack } from '../../../src/studio/frames/video-track.ts';
import { createDemoProject, createEmptyProject } from '../../../src/studio/projects/new-project.ts';
import { useDocument } from '../../../src/studio/state/document-store.ts';
import { eventually } from '../../support/eventually.ts';

function memoryStore(): BlobStore {
  const kept = new Map<string, Uint8Array>();
  return {
    get: async (key) => kept.get(key) ?? null,
    put: async (key, bytes) => void kept.set(key, bytes),
    delete: async (key) => void kept.delete(key),
    list: async () => [...kept.keys()],
  };
}

function fakePorts(changes: Partial<ImportPorts> = {}) {
  const ports: ImportPorts = {
    services: { frames: memoryStore(), styles: memoryStore(), persist: async () => true },
    ensureProject: async () => {
      if (!useDocument.getState().document) useDocument.getState().open(createEmptyProject('new', true));
    },
    carriesParams: async ({ name }) => name.startsWith('ours'),
    loadParams: vi.fn(async () => undefined),
    loadRoute: vi.fn(async () => undefined),
    check: async () => undefined,
    facts: async () => ({}),
    takeFrames: async (video, _rate, { planned, onPicture }) => {
      planned(2);
      for (const n of [1, 2]) await onPicture(new File([`${video.name} ${n}`], `${video.name}-${n}.jpg`), n);
    },
    ...changes,
  };
  return ports;
}

const image = (name: string) => new File([name], name, { type: 'image/jpeg' });
const video = (name: string) => new File([name], name, { type: 'video/mp4' });
const frames = () => {
  const chosen = useDocument.getState().document?.frames;
  return chosen?.kind === 'files' ? chosen.items.map(({ name }) => name) : chosen?.kind;
};
const styles = () => useDocument.getState().document?.styles.map(({ name }) => name);

/** Answers the question that is asked for the next video. */
async function answerVideo(rate: VideoRate | null, track: VideoTrack | null = null) {
  await eventually(() => expect(useImport.getState().activity.kind).toBe('asking'));
  const { activity } = useImport.getState();
  if (activity.kind === 'asking') activity.answer(rate && { rate, track });
}

describe('importing files', () => {
  beforeEach(() => {
    useDocument.getState().open(null);
    useImport.setState({ activity: { kind: 'idle' } });
  });
  afterEach(() => {
    useDocument.getState().open(null);
    useImport.setState({ activity: { kind: 'idle' } });
  });

  it('opens a project for photographs where none is open, and puts them in order in one step of undo', async () => {
    const report = await importFiles([image('10.jpg'), image('9.jpg')], 'frames', fakePorts());
    expect(frames()).toEqual(['9.jpg', '10.jpg']);
    expect(report).toEqual({ frames: 2, paintings: 0, refused: [], stopped: null });
    expect(useDocument.temporal.getState().pastStates).toHaveLength(1);
    expect(useImport.getState().activity.kind).toBe('idle');
  });

  it('keeps where and when a photograph was taken, as it says, and asks no painting', async () => {
    const facts: ImportPorts['facts'] = async (bytes) =>
      bytes.length === 5 ? { place: { lat: 55.7, lng: 13.2, heading: 90 }, date: '2021-06-05' } : {};
    const ports = fakePorts({ facts });
    await importFiles([image('a.jpg'), image('ab.jpg')], 'frames', ports);
    const chosen = useDocument.getState().document?.frames;
    expect(chosen?.kind === 'files' && chosen.items).toMatchObject([
      { name: 'a.jpg', place: { lat: 55.7, lng: 13.2, heading: 90 }, date: '2021-06-05' },
      { name: 'ab.jpg' },
    ]);
    expect(chosen?.kind === 'files' && chosen.items[1]).not.toHaveProperty('place');
    await importFiles([image('s.jpg')], 'styles', ports);
    expect(useDocument.getState().document?.styles[0]).not.toHaveProperty('place');
  });

  it('adds to photographs that are there, and takes the place of the demo', async () => {
    useDocument.getState().open(createDemoProject(false));
    const ports = fakePorts();
    await importFiles([image('b.jpg')], 'frames', ports);
    expect(frames()).toEqual(['b.jpg']);
    await importFiles([image('a.jpg')], 'frames', ports);
    expect(frames()).toEqual(['b.jpg', 'a.jpg']);
  });

  it('opens no project for files that are of no use, and lists them', async () => {
    const report = await importFiles([new File(['x'], 'notes.txt', { type: 'text/plain' })], 'frames', fakePorts());
    expect(useDocument.getState().document).toBeNull();
    expect(report.refused.map(({ name }) => name)).toEqual(['notes.txt']);
    expect(useImport.getState().activity).toEqual({ kind: 'report', report });
  });

  it('takes pictures as paintings, up to the eight that a mix holds, and names those beyond', async () => {
    const files = Array.from({ length: 10 }, (_, i) => image(`${i}.jpg`));
    const { paintings, refused } = await importFiles(files, 'styles', fakePorts());
    expect(styles()).toEqual(files.slice(0, 8).map(({ name }) => name));
    expect(paintings).toBe(8);
    expect(refused.map(({ name }) => name)).toEqual(['8.jpg', '9.jpg']);
  });

  it('loads params after the paintings that they may name', async () => {
    const seen: unknown[] = [];
    const ports = fakePorts({ loadParams: async ({ name }) => void seen.push(name, styles()) });
    const yaml = [new File(['a: 1'], 'a.yaml'), new File(['b: 1'], 'b.yaml')];
    const { refused } = await importFiles([...yaml, image('painting.jpg')], 'styles', ports);
    expect(seen).toEqual(['a.yaml', ['painting.jpg']]);
    expect(refused.map(({ name }) => name)).toEqual(['b.yaml']);
  });

  it('takes frames of a video at the rate that the person gives', async () => {
    const rates: unknown[] = [];
    const ports = fakePorts();
    const takeFrames: ImportPorts['takeFrames'] = (file, rate, options) => {
      rates.push(rate);
      return ports.takeFrames(file, rate, options);
    };
    const running = importFiles([video('walk.mp4')], 'styles', { ...ports, takeFrames });
    await answerVideo({ perSecond: 3, most: 9 });
    expect((await running).frames).toBe(2);
    expect(rates).toEqual([{ perSecond: 3, most: 9 }]);
    expect(frames()).toEqual(['walk.mp4-1.jpg', 'walk.mp4-2.jpg']);
  });

  it('places the frames of a video by the track that was recorded along with it', async () => {
    const points = [
      { lat: 55.7, lng: 13.2 },
      { lat: 55.701, lng: 13.2 },
    ];
    const noon = Date.parse('2021-06-05T12:00:00Z');
    const track = createTrack('walk.gpx', points, [noon, noon + 10_000]);
    const running = importFiles([video('walk.mp4')], 'frames', fakePorts());
    await answerVideo({ perSecond: 1, most: 9 }, { track, startsAt: 8 });
    await running;
    const chosen = useDocument.getState().document?.frames;
    const items = chosen?.kind === 'files' ? chosen.items : [];
    // Taken 1 s and 2 s into the video: 9 s and 10 s into the track.
    expect(items.map(({ date }) => date)).toEqual(['2021-06-05T12:00:09Z', '2021-06-05T12:00:10Z']);
    expect(items[0]?.place).toEqual({
      lat: expect.closeTo(55.7009, 6),
      lng: expect.closeTo(13.2, 6),
      heading: expect.closeTo(0, 6),
    });
  });

  it('loads the params of a film of ours and asks nothing', async () => {
    const ports = fakePorts();
    await importFiles([video('ours.webm')], 'frames', ports);
    expect(ports.loadParams).toHaveBeenCalledOnce();
    expect(frames()).toBe('none');
  });

  it('leaves a video out when the person says so', async () => {
    const running = importFiles([video('walk.mp4')], 'frames', fakePorts());
    await answerVideo(null);
    expect(await running).toEqual({ frames: 0, paintings: 0, refused: [], stopped: null });
  });

  it('names a video without frames with what to do, and goes on with the next', async () => {
    const good = fakePorts();
    const ports = fakePorts({
      takeFrames: async (file, rate, options) => {
        if (file.name === 'bad.mp4') throw new PleinAirError('input', 'There are no frames.', 'Choose another one.');
        await good.takeFrames(file, rate, options);
      },
    });
    const running = importFiles([video('bad.mp4'), video('good.mp4')], 'frames', ports);
    await answerVideo({ perSecond: 2, most: 9 });
    await answerVideo({ perSecond: 2, most: 9 });
    const { refused, frames: taken } = await running;
    expect(refused).toEqual([{ name: 'bad.mp4', reason: 'There are no frames. Choose another one.' }]);
    expect(taken).toBe(2);
  });

  it('keeps the frames of a video that were taken before it was stopped', async () => {
    const ports = fakePorts({
      takeFrames: async (_video, _rate, { onPicture, signal }) => {
        await onPicture(new File(['1'], '1.jpg'), 0);
        const { activity } = useImport.getState();
        if (activity.kind === 'running') activity.cancel();
        signal?.throwIfAborted();
      },
    });
    const running = importFiles([video('walk.mp4')], 'frames', ports);
    await answerVideo({ perSecond: 2, most: 9 });
    const { stopped, frames: taken } = await running;
    expect(taken).toBe(1);
    expect(stopped).toMatch(/^Stopped: 1 frames? of walk\.mp4/);
    expect(frames()).toEqual(['1.jpg']);
  });

  it('tells why it ended where the store is full, and keeps what fitted', async () => {
    const store = memoryStore();
    let puts = 0;
    const put: BlobStore['put'] = async (key, bytes) => {
      if (++puts > 1) throw new PleinAirError('storage', 'There is no room left.', 'Delete a project.');
      await store.put(key, bytes);
    };
    const ports = fakePorts({ services: { frames: { ...store, put }, styles: store, persist: async () => true } });
    const report = await importFiles([image('1.jpg'), image('2.jpg'), image('3.jpg')], 'frames', ports);
    expect(frames()).toEqual(['1.jpg']);
    expect(report.stopped).toBe('There is no room left. 2 of 3 were not looked at. Delete a project.');
    expect(useImport.getState().activity.kind).toBe('report');
  });

  it.each(['frames', 'styles'] as const)('adds no %s to another project that was opened meanwhile', async (as) => {
    const other = createEmptyProject('other', true);
    const ports = fakePorts({
      check: async (_, name) => void (name === '2.jpg' && useDocument.getState().open(other)),
    });
    const files = [
      image('1.jpg'),
      image('2.jpg'),
      image('3.jpg'),
      new File(['a: 1'], 'a.yaml'),
      new File(['x'], 'b.gpx'),
    ];
    const report = await importFiles(files, as, ports);
    expect(useDocument.getState().document).toBe(other);
    expect(report).toMatchObject({ frames: 0, paintings: 0, stopped: expect.stringContaining('was closed meanwhile') });
    expect(useImport.getState().activity.kind).toBe('report');
    expect(ports.loadParams).not.toHaveBeenCalled();
    expect(ports.loadRoute).not.toHaveBeenCalled();
  });

  it('adds no frames of a video to no project', async () => {
    const ports = fakePorts({
      takeFrames: async (_video, _rate, { onPicture, signal }) => {
        await onPicture(new File(['1'], '1.jpg'), 0);
        useDocument.getState().open(null);
        signal?.throwIfAborted();
      },
    });
    const running = importFiles([video('walk.mp4')], 'frames', ports);
    await answerVideo({ perSecond: 2, most: 9 });
    expect(await running).toMatchObject({ frames: 0, stopped: expect.stringContaining('was closed meanwhile') });
  });

  it('hands the first route on, and says why it takes no second one', async () => {
    const ports = fakePorts();
    const route = (name: string) => new File(['<gpx/>'], name);
    const report = await importFiles([route('b.gpx'), route('a.geojson')], 'frames', ports);
    expect(ports.loadRoute).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ name: 'b.gpx' }));
    expect(report.refused).toEqual([{ name: 'a.geojson', reason: 'one route at a time' }]);
  });

  it('passes over JSON that is no route, and goes on after a route that cannot be read', async () => {
    const ports = fakePorts({
      loadRoute: vi.fn(async () => {
        throw new PleinAirError('input', 'The route file way.json has no line.', 'Export a track.');
      }),
    });
    const json = (name: string, text: string) => new File([text], name, { type: 'application/json' });
    const sidecar = json('1.jpg.json', '{"title": "1.jpg", "geoData": {"latitude": 55.7}}');
    const way = json('way.json', '{"type": "FeatureCollection", "features": []}');
    const running = importFiles([image('1.jpg'), sidecar, way, video('walk.mp4')], 'frames', ports);
    await answerVideo({ perSecond: 2, most: 9 });
    const { refused, frames: taken } = await running;
    expect(ports.loadRoute).toHaveBeenCalledExactlyOnceWith(way);
    expect(taken).toBe(3);
    expect(refused).toEqual([
      { name: '1.jpg.json', reason: expect.stringContaining('not GeoJSON') },
      { name: 'way.json', reason: 'The route file way.json has no line. Export a track.' },
    ]);
  });

  it('opens no project for JSON that is no route', async () => {
    const ports = fakePorts();
    const { refused } = await importFiles([new File(['{"type": "person"}'], 'a.json')], 'frames', ports);
    expect(refused.map(({ name }) => name)).toEqual(['a.json']);
    expect(useDocument.getState().document).toBeNull();
    expect(ports.loadRoute).not.toHaveBeenCalled();
  });

  it.each(['frames', 'styles'] as const)(
    'adds no %s to a project that was left meanwhile and opened again',
    async (as) => {
      const own = createEmptyProject('own', true);
      useDocument.getState().open(own);
      const check: ImportPorts['check'] = async (_, name) => {
        if (name !== '2.jpg') return;
        useDocument.getState().open(null);
        useDocument.getState().open(own);
      };
      const report = await importFiles([image('1.jpg'), image('2.jpg'), image('3.jpg')], as, fakePorts({ check }));
      expect(useDocument.getState().document).toBe(own);
      expect(report).toMatchObject({
        frames: 0,
        paintings: 0,
        stopped: expect.stringContaining('was closed meanwhile'),
      });
      expect(useImport.getState().activity).toEqual({ kind: 'report', report });
    },
  );

  it('asks no further about a video when its project is closed', async () => {
    const running = importFiles([video('walk.mp4'), video('ride.mp4')], 'frames', fakePorts());
    await eventually(() => expect(useImport.getState().activity.kind).toBe('asking'));
    useDocument.getState().open(null);
    expect((await running).stopped).toContain('was closed meanwhile');
    expect(useImport.getState().activity.kind).toBe('report');
  });

  it('refuses a second import while one is under way', async () => {
    const running = importFiles([video('walk.mp4')], 'frames', fakePorts());
    await eventually(() => expect(useImport.getState().activity.kind).toBe('asking'));
    await expect(importFiles([image('1.jpg')], 'frames', fakePorts())).rejects.toMatchObject({ kind: 'input' });
    await answerVideo(null);
    await running;
  });
});
