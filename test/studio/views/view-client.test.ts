import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PleinAirError } from '../../../src/core/errors.ts';
import type { FetchedPicture, View } from '../../../src/frames/imagery.ts';
import type { MadeView, ViewMaker } from '../../../src/frames/view-maker.ts';
import { createViewClient, type ViewClient, type ViewWorker } from '../../../src/studio/views/view-client.ts';
import { createViewHost } from '../../../src/studio/views/view-host.ts';
import type { ViewReply, ViewRequest } from '../../../src/studio/views/view-messages.ts';
import { eventually } from '../../support/eventually.ts';

const view: View = { heading: 10, pitch: 0, fov: 90, width: 8, height: 6 };
const picture = (id: string): FetchedPicture => ({
  sighting: {
    id,
    position: { lat: 1, lng: 2 },
    date: null,
    projection: 'flat',
    heading: null,
    fov: null,
    sequence: null,
    kind: 'outdoor',
    credit: { text: 'Jo', link: null, shareAlike: false },
  },
  layout: { kind: 'picture' },
  tiles: [{ bytes: Uint8Array.of(1, 2, 3), x: 0, y: 0 }],
  size: null,
});
const madeOf = (id: string): MadeView => ({ bytes: new TextEncoder().encode(id), sha256: id, sourceSha256: id });

/** A worker of wood; messages are copied, as between threads. */
interface Wooden {
  readonly requests: ViewRequest[];
  ended: boolean;
  say(reply: ViewReply): void;
  crash(): void;
}

/** @param answer what stands behind the protocol; by default nobody, and the test answers */
function woodenWorkers(answer?: (send: (reply: ViewReply) => void) => (request: ViewRequest) => void) {
  const started: Wooden[] = [];
  const start = (): ViewWorker => {
    const listeners = new Map<string, (event: never) => void>();
    const worker: Wooden = {
      requests: [],
      ended: false,
      say: (reply) => listeners.get('message')?.({ data: structuredClone(reply) } as never),
      crash: () => listeners.get('error')?.({ message: 'out of memory', preventDefault: () => undefined } as never),
    };
    const receive = answer?.((reply) => worker.say(reply));
    started.push(worker);
    return {
      postMessage: (request: ViewRequest) => {
        worker.requests.push(structuredClone(request));
        receive?.(structuredClone(request));
      },
      terminate: () => {
        worker.ended = true;
      },
      addEventListener: (type: string, listener: (event: never) => void) => listeners.set(type, listener),
    } as unknown as ViewWorker;
  };
  return { start, started };
}

let client: ViewClient;
afterEach(() => client.dispose());

describe('making frames on another thread', () => {
  it('starts it with the first frame, and gives each frame what was made of it, in whatever order', async () => {
    const { start, started } = woodenWorkers();
    client = createViewClient(start);
    expect(started).toHaveLength(0);
    const one = client.make(picture('one'), view);
    const two = client.make(picture('two'), view);
    expect(started).toHaveLength(1);
    const { requests, say } = started[0]!;
    expect(requests).toEqual([
      { type: 'make', id: 1, picture: picture('one'), view },
      { type: 'make', id: 2, picture: picture('two'), view },
    ]);
    say({ type: 'made', id: 2, made: madeOf('two') });
    say({ type: 'made', id: 1, made: madeOf('one') });
    expect(await Promise.all([one, two])).toEqual([madeOf('one'), madeOf('two')]);
  });

  it('leaves the bytes to the caller', async () => {
    const { start } = woodenWorkers();
    client = createViewClient(start);
    const own = picture('one');
    void client.make(own, view).catch(() => undefined);
    expect([...own.tiles[0]!.bytes]).toEqual([1, 2, 3]);
  });

  it('gives errors for people back as they were, and a fault of the program as an error', async () => {
    const { start, started } = woodenWorkers();
    client = createViewClient(start);
    const bad = client.make(picture('bad'), view);
    started[0]!.say({ type: 'failed', id: 1, error: { kind: 'input', message: 'It is damaged.', remedy: 'Again.' } });
    await expect(bad).rejects.toEqual(new PleinAirError('input', 'It is damaged.', 'Again.'));
    const odd = client.make(picture('odd'), view);
    started[0]!.say({ type: 'failed', id: 2, error: { kind: 'defect', message: 'TypeError: x' } });
    await expect(odd).rejects.not.toBeInstanceOf(PleinAirError);
  });

  it('ends a frame at once when aborted, tells the worker, and lets the others go on', async () => {
    const { start, started } = woodenWorkers();
    client = createViewClient(start);
    const controller = new AbortController();
    const one = client.make(picture('one'), view, controller.signal);
    const two = client.make(picture('two'), view);
    controller.abort();
    await expect(one).rejects.toMatchObject({ name: 'AbortError' });
    expect(started[0]!.requests.at(-1)).toEqual({ type: 'abort', id: 1 });
    started[0]!.say({ type: 'made', id: 1, made: madeOf('late') });
    started[0]!.say({ type: 'made', id: 2, made: madeOf('two') });
    expect(await two).toEqual(madeOf('two'));
    await expect(client.make(picture('three'), view, AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(started[0]!.requests).toHaveLength(3);
  });

  it('rejects what waits when the thread crashes, and starts another with the next frame', async () => {
    const { start, started } = woodenWorkers();
    client = createViewClient(start);
    const frames = [client.make(picture('one'), view), client.make(picture('two'), view)];
    started[0]!.crash();
    for (const frame of frames) await expect(frame).rejects.toThrow('stopped: out of memory');
    expect(started[0]!.ended).toBe(true);
    const again = client.make(picture('one'), view);
    started[1]!.say({ type: 'made', id: 3, made: madeOf('one') });
    expect(await again).toEqual(madeOf('one'));
  });

  it('rejects a frame where no thread can be started, and tries again with the next', async () => {
    const { start } = woodenWorkers((send) => (request) => send({ type: 'made', id: request.id, made: madeOf('x') }));
    let first = true;
    client = createViewClient(() => {
      if (!first) return start();
      first = false;
      throw new Error('no workers here');
    });
    await expect(client.make(picture('one'), view)).rejects.toThrow('no workers here');
    expect(await client.make(picture('two'), view)).toEqual(madeOf('x'));
  });

  it('rejects what waits when the studio closes', async () => {
    const { start, started } = woodenWorkers();
    client = createViewClient(start);
    const one = client.make(picture('one'), view);
    client.dispose();
    await expect(one).rejects.toMatchObject({ name: 'AbortError' });
    expect(started[0]!.ended).toBe(true);
  });
});

describe('a thread without work', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('ends after a while, and not while a frame is in work', async () => {
    const { start, started } = woodenWorkers();
    client = createViewClient(start, 1000);
    const one = client.make(picture('one'), view);
    vi.advanceTimersByTime(5000);
    expect(started[0]!.ended).toBe(false);
    started[0]!.say({ type: 'made', id: 1, made: madeOf('one') });
    await one;
    vi.advanceTimersByTime(900);
    const two = client.make(picture('two'), view);
    vi.advanceTimersByTime(900);
    expect(started[0]!.ended).toBe(false);
    started[0]!.say({ type: 'made', id: 2, made: madeOf('two') });
    await two;
    vi.advanceTimersByTime(1100);
    expect(started[0]!.ended).toBe(true);
    void client.make(picture('three'), view).catch(() => undefined);
    expect(started).toHaveLength(2);
  });

  it('ends after a while also where its last frame was aborted', async () => {
    const { start, started } = woodenWorkers();
    client = createViewClient(start, 1000);
    const controller = new AbortController();
    const one = client.make(picture('one'), view, controller.signal);
    controller.abort();
    await expect(one).rejects.toMatchObject({ name: 'AbortError' });
    vi.advanceTimersByTime(1100);
    expect(started[0]!.ended).toBe(true);
  });
});

describe('the worker’s side', () => {
  it('makes one frame at a time, in order, passes over those aborted, and tells errors', async () => {
    const begun: string[] = [];
    const held: (() => void)[] = [];
    const maker: ViewMaker = {
      make: async ({ sighting: { id } }, _view, signal) => {
        signal?.throwIfAborted();
        begun.push(id);
        await new Promise<void>((resolve) => held.push(resolve));
        signal?.throwIfAborted();
        if (id === 'bad') throw new PleinAirError('input', 'bad is damaged.', 'Again.');
        return madeOf(id);
      },
    };
    const { start } = woodenWorkers((send) => createViewHost(maker, send));
    client = createViewClient(start);
    const aborts = [new AbortController(), new AbortController()];
    const frames = [
      client.make(picture('begun'), view, aborts[0]!.signal),
      client.make(picture('waiting'), view, aborts[1]!.signal),
      client.make(picture('bad'), view),
      client.make(picture('good'), view),
    ];
    const ends = Promise.allSettled(frames);
    await eventually(() => expect(begun).toEqual(['begun']));
    for (const abort of aborts) abort.abort();
    held[0]!();
    await eventually(() => expect(begun).toEqual(['begun', 'bad']));
    held[1]!();
    await eventually(() => expect(begun).toEqual(['begun', 'bad', 'good']));
    held[2]!();
    expect(await ends).toMatchObject([
      { reason: { name: 'AbortError' } },
      { reason: { name: 'AbortError' } },
      { reason: { kind: 'input', message: 'bad is damaged.', remedy: 'Again.' } },
      { value: madeOf('good') },
    ]);
  });
});
