import { afterEach, expect, test, vi } from 'vitest';
import type { PhotographRequest } from '../../../src/studio/canvas/photograph-messages.ts';
import { createPhotographs, type PhotographWorker } from '../../../src/studio/canvas/photographs.ts';
import type { PhotographRef } from '../../../src/studio/filmstrip/film-frames.ts';
import { eventually } from '../../support/eventually.ts';
import { createMemoryStore } from '../../support/memory-store.ts';

afterEach(() => void vi.restoreAllMocks());

const street = (index: number): PhotographRef => ({ kind: 'street', seed: 0, frames: 100, index });
const never = new AbortController().signal;

/** A worker that answers when the test says so. */
function fakeWorker() {
  const asked: PhotographRequest[] = [];
  const worker: PhotographWorker = {
    postMessage: (request) => asked.push(request),
    onmessage: null,
    terminate: vi.fn(),
  };
  const answer = async (blob: Blob | null = new Blob(['jpeg'])) => {
    worker.onmessage?.({ data: { id: asked.at(-1)!.id, blob } } as MessageEvent);
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { worker, asked, answer };
}

test('a photograph is made once and then there at once', async () => {
  const { worker, asked, answer } = fakeWorker();
  const photographs = createPhotographs(createMemoryStore(), worker, { side: 160, most: 10 });
  const twice = [photographs.load(street(1), never), photographs.load(street(1), never)];
  await eventually(() => expect(asked).toHaveLength(1));
  await answer();
  const [url, same] = await Promise.all(twice);
  expect(url).toMatch(/^blob:/);
  expect(same).toBe(url);
  expect(photographs.peek(street(1))).toBe(url);
  expect(await photographs.load(street(1), never)).toBe(url);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ kind: 'street', index: 1, size: { width: 160, height: 90 } });
});

test('photographs come in the order asked for, and what no one waits for is not made', async () => {
  const { worker, asked, answer } = fakeWorker();
  const photographs = createPhotographs(createMemoryStore(), worker, { side: 160, most: 10 });
  const gone = new AbortController();
  void photographs.load(street(1), never);
  await eventually(() => expect(asked).toHaveLength(1));
  const skipped = photographs.load(street(2), gone.signal);
  void photographs.load(street(3), never);
  void photographs.load(street(4), never);
  gone.abort();
  for (let i = 0; i < 3; i++) await answer();
  expect(await skipped).toBeNull();
  expect(asked.map((request) => request.kind === 'street' && request.index)).toEqual([1, 3, 4]);
});

test('the pictures used longest ago are freed', async () => {
  const revoked = vi.spyOn(URL, 'revokeObjectURL');
  const { worker, asked, answer } = fakeWorker();
  const photographs = createPhotographs(createMemoryStore(), worker, { side: 160, most: 2 });
  const urls: (string | null)[] = [];
  for (const index of [1, 2]) {
    const loading = photographs.load(street(index), never);
    await eventually(() => expect(asked).toHaveLength(index));
    await answer();
    urls.push(await loading);
  }
  await photographs.load(street(1), never);
  const third = photographs.load(street(3), never);
  await eventually(() => expect(asked).toHaveLength(3));
  await answer();
  await third;
  expect(revoked.mock.calls).toEqual([[urls[1]]]);
  photographs.dispose();
  expect(revoked).toHaveBeenCalledTimes(3);
  expect(worker.terminate).toHaveBeenCalled();
});

test('a file that is gone or damaged gives none, and the next one comes all the same', async () => {
  const { worker, asked, answer } = fakeWorker();
  const frames = createMemoryStore();
  await frames.put('there', new Uint8Array([1, 2, 3]));
  const photographs = createPhotographs(frames, worker, { side: 160, most: 2 });
  expect(await photographs.load({ kind: 'file', sha256: 'gone' }, never)).toBeNull();
  const damaged = photographs.load({ kind: 'file', sha256: 'there' }, never);
  await eventually(() => expect(asked).toHaveLength(1));
  expect(asked[0]).toMatchObject({ kind: 'file', side: 160 });
  await answer(null);
  expect(await damaged).toBeNull();
});

test('several files are on their way at once, so that a busy page holds each up only once', async () => {
  const { worker, asked } = fakeWorker();
  const frames = createMemoryStore();
  for (let i = 0; i < 6; i++) await frames.put(`file-${i}`, new Uint8Array([i]));
  const photographs = createPhotographs(frames, worker, { side: 160, most: 10 });
  const loading = Array.from({ length: 6 }, (_, i) => photographs.load({ kind: 'file', sha256: `file-${i}` }, never));
  await eventually(() => expect(asked).toHaveLength(4));
  // Answered in another order than asked: each gets its own.
  for (let i = 3; i >= 0; i--) {
    worker.onmessage?.({ data: { id: asked[i]!.id, blob: new Blob([`small ${i}`]) } } as MessageEvent);
  }
  await eventually(() => expect(asked).toHaveLength(6));
  for (const { id } of asked.slice(4)) worker.onmessage?.({ data: { id, blob: null } } as MessageEvent);
  const urls = await Promise.all(loading);
  expect(urls.slice(4)).toEqual([null, null]);
  for (const [i, url] of urls.slice(0, 4).entries()) {
    expect(await (await fetch(url ?? '')).text()).toBe(`small ${i}`);
  }
});
