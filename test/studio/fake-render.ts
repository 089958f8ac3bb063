import type { ProjectDocument, RouteFrame } from '../../src/project/document.ts';
import { createParams } from '../../src/project/resolve.ts';
import type { Params } from '../../src/project/schema.ts';
import type { ExportedFile, LivePicture, RenderClient } from '../../src/render/worker/client.ts';
import type { PaintedSoFar, WorkerEvent, WorkerJob } from '../../src/render/worker/protocol.ts';
import type { StorageRoom, StreetServices, StudioServices } from '../../src/studio/services.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { plainCodec } from '../support/plain-codec.ts';

/** A paint run that a test drives. */
interface FakeRun {
  readonly job: WorkerJob;
  /** what the page asked for, in order */
  readonly asked: string[];
  tell(event: WorkerEvent): void;
  finish(record: string): Promise<void>;
  fail(error: unknown): Promise<void>;
}

/** A client without a worker: one film is painted at a time, as by the real one. */
export function createFakeRender() {
  const runs: FakeRun[] = [];
  const jobs: string[] = [];
  const state = {
    /** what `inspect` answers: frames of a film in one pass, and what else there is to say */
    painted: [] as readonly boolean[],
    told: {} as Partial<PaintedSoFar>,
    /** what the exports answer */
    files: [] as readonly ExportedFile[],
    painting: false,
  };
  const job = <T>(name: string, result: () => T) => {
    jobs.push(name);
    let stop: (error: unknown) => void = () => undefined;
    const done = new Promise<T>((resolve, reject) => {
      stop = reject;
      setTimeout(() => resolve(result()), 10);
    });
    return { done, cancel: () => stop(new DOMException('cancelled', 'AbortError')) };
  };
  const client: RenderClient = {
    paint(work, onEvent) {
      if (state.painting) throw new Error('fake render client: another film is being painted');
      state.painting = true;
      jobs.push('paint');
      const asked: string[] = [];
      let settle: { resolve(record: string): void; reject(error: unknown): void } | undefined;
      const done = new Promise<string>((resolve, reject) => {
        settle = { resolve, reject };
      }).finally(() => {
        state.painting = false;
      });
      done.catch(() => undefined);
      // Two turns: the promise's own, and that of whoever awaits it.
      const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
      const run: FakeRun = {
        job: work,
        asked,
        tell: onEvent,
        finish: (record) => {
          settle?.resolve(record);
          return settled();
        },
        fail: (error) => {
          settle?.reject(error);
          return settled();
        },
      };
      runs.push(run);
      return {
        pause: () => asked.push('pause'),
        resume: () => asked.push('resume'),
        cancel: () => {
          asked.push('cancel');
          settle?.reject(new DOMException('cancelled', 'AbortError'));
        },
        look: async (): Promise<LivePicture | null> => null,
        done,
      };
    },
    inspect: () =>
      job('inspect', (): PaintedSoFar => {
        const { painted: frames, told } = state;
        const progress = frames.filter(Boolean).length / Math.max(1, frames.length);
        return { frames, pass: 1, passes: 1, cuts: [], tones: frames.map(() => null), progress, ...told };
      }),
    exportStills: () => job('stills', () => state.files),
    exportFilm: () => job('film', () => state.files[0]!),
    dispose: () => undefined,
  };
  return { client, runs, jobs, state };
}

const notHere = (): never => {
  throw new Error('this test has no street services');
};

const noStreet: StreetServices = {
  imagery: notHere,
  views: { make: notHere },
  openMap: notHere,
  search: notHere,
  roads: notHere,
  session: 'test',
};

/** Services around a render client; the rest lives in memory. */
export function servicesWith(render: RenderClient, room: StorageRoom = { used: null, quota: null, persisted: false }) {
  const services: StudioServices = {
    projects: {
      list: async () => [],
      load: async () => null,
      save: async () => undefined,
      delete: async () => undefined,
    },
    frames: createMemoryStore(),
    styles: createMemoryStore(),
    codec: plainCodec,
    render,
    room: async () => room,
    persist: async () => true,
    street: noStreet,
  };
  return services;
}

/** A demo project that needs no weights. */
export function demoProject(frames = 3, params: Partial<Params> = {}, id = 'p1'): ProjectDocument {
  return {
    version: 1,
    id,
    name: 'Demo',
    created: '2026-01-01T00:00:00.000Z',
    changed: '2026-01-01T00:00:00.000Z',
    frames: { kind: 'demo', frames },
    styles: [{ id: 's1', name: 'built-in:swirls', sha256: null }],
    params: createParams({
      nn_weights: 'untrained',
      video_first_iterations: 20,
      video_iterations: 10,
      input_style_filenames: ['swirls'],
      ...params,
    }),
    extras: {},
  };
}

/** The same with frames of a route that were fetched. @param frames what is to be said of each */
export function routeProject(frames: readonly Partial<RouteFrame>[]): ProjectDocument {
  const items = frames.map(
    (part, n): RouteFrame => ({
      id: `f${n}`,
      sourceId: `p${n}`,
      position: { lat: 55.7, lng: 13.19 + n / 1e4 },
      heading: 90,
      date: '2024-05',
      credit: null,
      sha256: `${n}`.padStart(64, '0'),
      sourceSha256: `${n}`.padStart(64, '0'),
      ...part,
    }),
  );
  const view = { width: 64, height: 36, fov: 90, pitch: 0 };
  return { ...demoProject(), frames: { kind: 'route', source: 'panoramax', view, items } };
}
