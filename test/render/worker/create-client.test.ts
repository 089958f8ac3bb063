import { afterEach, describe, expect, it } from 'vitest';
import { isAbort, PleinAirError } from '../../../src/core/errors.ts';
import type { RenderClient } from '../../../src/render/worker/client.ts';
import { createRenderClient, type RenderWorker } from '../../../src/render/worker/create-client.ts';
import type { WorkerEvent, WorkerReply, WorkerRequest } from '../../../src/render/worker/protocol.ts';
import { demoJob } from './host-fixture.ts';

/** A worker of wood: the test answers. */
function woodenWorkers() {
  const started: { requests: WorkerRequest[]; ended: boolean; say(reply: WorkerReply): void; crash(): void }[] = [];
  const start = (): RenderWorker => {
    const listeners = new Map<string, (event: never) => void>();
    const worker = {
      requests: [] as WorkerRequest[],
      ended: false,
      say: (reply: WorkerReply) => listeners.get('message')!({ data: reply } as never),
      crash: () => listeners.get('error')!({ message: 'out of memory', preventDefault: () => undefined } as never),
    };
    started.push(worker);
    return {
      postMessage: (request: WorkerRequest) => worker.requests.push(structuredClone(request)),
      terminate: () => {
        worker.ended = true;
      },
      addEventListener: (type: string, listener: (event: never) => void) => listeners.set(type, listener),
    } as unknown as RenderWorker;
  };
  return { start, started };
}

let client: RenderClient;
afterEach(() => client.dispose());

function clientWithWorker() {
  const workers = woodenWorkers();
  client = createRenderClient(workers.start);
  return workers.started;
}

const picture = (run: number, evaluation: number): WorkerReply => ({
  type: 'picture',
  run,
  index: 0,
  evaluation,
  width: 1,
  height: 1,
  data: new Uint8ClampedArray(4),
});

describe('the page’s side of the worker', () => {
  it('starts the worker with the first job alone', () => {
    const started = clientWithWorker();
    expect(started).toHaveLength(0);
    client.exportStills(demoJob()).done.catch(() => undefined);
    client.inspect(demoJob()).done.catch(() => undefined);
    expect(started).toHaveLength(1);
    expect(started[0]!.requests.map(({ type, run }) => [type, run])).toEqual([
      ['export', 1],
      ['inspect', 2],
    ]);
  });

  it('gives up a look', async () => {
    const started = clientWithWorker();
    const look = client.inspect(demoJob());
    look.cancel();
    expect(started[0]!.requests.at(-1)).toEqual({ type: 'cancel', run: 1 });
    started[0]!.say({ type: 'cancelled', run: 1 });
    await expect(look.done).rejects.toSatisfy(isAbort);
  });

  it('hands events to their run and ends it with the record', async () => {
    const started = clientWithWorker();
    const seen: WorkerEvent[] = [];
    const run = client.paint(demoJob(), (event) => seen.push(event));
    started[0]!.say({ type: 'event', run: 1, event: { type: 'paused' } });
    started[0]!.say({ type: 'event', run: 7, event: { type: 'resumed' } });
    started[0]!.say({ type: 'done', run: 1, record: 'a: 1\n' });
    expect(await run.done).toBe('a: 1\n');
    expect(seen).toEqual([{ type: 'paused' }]);
    run.pause();
    expect(started[0]!.requests.map(({ type }) => type)).toEqual(['paint']);
  });

  it('takes one film at a time; after a cancel the next may wait its turn in the worker', async () => {
    const started = clientWithWorker();
    const first = client.paint(demoJob(), () => undefined);
    expect(() => client.paint(demoJob(), () => undefined)).toThrow(/another film/);
    first.cancel();
    const second = client.paint(demoJob(), () => undefined);
    started[0]!.say({ type: 'cancelled', run: 1 });
    await expect(first.done).rejects.toSatisfy(isAbort);
    // The end of the first leaves the second in its place.
    expect(() => client.paint(demoJob(), () => undefined)).toThrow(/another film/);
    started[0]!.say({ type: 'done', run: 2, record: '' });
    await second.done;
    client.paint(demoJob(), () => undefined).done.catch(() => undefined);
  });

  it('gives each picture once to all who look, and null when the run has ended', async () => {
    const started = clientWithWorker();
    const run = client.paint(demoJob(), () => undefined);
    const [a, b] = [run.look(), run.look()];
    started[0]!.say(picture(1, 5));
    expect((await a)?.evaluation).toBe(5);
    expect((await b)?.evaluation).toBe(5);
    const last = run.look();
    started[0]!.say({ type: 'done', run: 1, record: '' });
    expect(await last).toBeNull();
    expect(await run.look()).toBeNull();
    expect(started[0]!.requests.filter(({ type }) => type === 'look')).toHaveLength(2);
  });

  it('gives errors for people back as they were, and a fault of the program as an error', async () => {
    const started = clientWithWorker();
    const film = client.exportFilm(demoJob()).done;
    started[0]!.say({ type: 'failed', run: 1, error: { kind: 'input', message: 'nothing', remedy: 'paint' } });
    await expect(film).rejects.toEqual(new PleinAirError('input', 'nothing', 'paint'));
    await expect(film).rejects.toMatchObject({ kind: 'input', remedy: 'paint' });
    const look = client.inspect(demoJob()).done;
    started[0]!.say({ type: 'failed', run: 2, error: { kind: 'defect', message: 'TypeError: x' } });
    await expect(look).rejects.not.toBeInstanceOf(PleinAirError);
  });

  it('ends what runs when the worker crashes, and starts another with the next job', async () => {
    const started = clientWithWorker();
    const run = client.paint(demoJob(), () => undefined);
    const look = run.look();
    started[0]!.crash();
    await expect(run.done).rejects.toThrow(/painting thread stopped: out of memory/);
    expect(await look).toBeNull();
    expect(started[0]!.ended).toBe(true);
    const files = client.exportStills(demoJob());
    started[1]!.say({ type: 'exported', run: 2, files: [{ name: '0001.png', blob: new Blob() }] });
    expect(await files.done).toHaveLength(1);
  });

  it('ends the worker, and what runs in it as if cancelled', async () => {
    const started = clientWithWorker();
    const run = client.paint(demoJob(), () => undefined);
    client.dispose();
    await expect(run.done).rejects.toSatisfy(isAbort);
    expect(started[0]!.ended).toBe(true);
  });
});
