import { beforeEach, expect, it } from 'vitest';
import { type BenchWorker, startBench, stopBench } from '../../../src/studio/bench/bench-controller.ts';
import type { BenchReply } from '../../../src/studio/bench/bench-messages.ts';
import type { BenchPlan } from '../../../src/studio/bench/bench-plan.ts';
import { useBench } from '../../../src/studio/bench/bench-store.ts';

const plan: BenchPlan = { engines: ['wasm'], widths: [64], layers: 'shallow' };

/** A worker whose replies the test gives. */
class FakeWorker extends EventTarget implements BenchWorker {
  readonly asked: unknown[] = [];
  ended = false;
  postMessage(message: unknown): void {
    this.asked.push(message);
  }
  terminate(): void {
    this.ended = true;
  }
  reply(data: BenchReply): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

const begin = () => {
  const worker = new FakeWorker();
  startBench(plan, () => worker);
  return worker;
};
const status = () => useBench.getState().run?.status;

beforeEach(() => {
  stopBench();
  useBench.setState({ run: null });
});

it('runs the plan in a worker that ends with it', () => {
  const worker = begin();
  expect(worker.asked).toEqual([plan]);
  expect(status()).toBe('running');
  worker.reply({ type: 'event', event: { type: 'progress', index: 0, done: 0.5 } });
  expect(useBench.getState().run?.done).toBe(0.5);
  worker.reply({ type: 'done' });
  expect(status()).toBe('done');
  expect(worker.ended).toBe(true);
});

it('a stopped run is over at once, and its worker’s last words change nothing', () => {
  const worker = begin();
  stopBench();
  expect(worker.ended).toBe(true);
  worker.reply({ type: 'done' });
  expect(status()).toBe('stopped');
});

it('another run takes the place of the one before', () => {
  const first = begin();
  const second = begin();
  expect(first.ended).toBe(true);
  first.reply({ type: 'done' });
  expect(status()).toBe('running');
  second.reply({ type: 'done' });
  expect(status()).toBe('done');
});

it('says why where the worker fails, or cannot start', () => {
  begin().reply({ type: 'failed', error: { kind: 'device', message: 'no device', remedy: 'get one' } });
  expect(useBench.getState().run).toMatchObject({ status: 'failed', error: 'no device' });
  begin().dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message: 'no script' }));
  expect(useBench.getState().run).toMatchObject({ status: 'failed', error: 'no script' });
});
