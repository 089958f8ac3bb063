import { type LogRow, readLog } from '../../../../src/engine/fused/minimizers/log.ts';
import type { ObjectiveBuffers } from '../../../../src/engine/fused/minimizers/objective-buffers.ts';
import { createBufferPool } from '../../../../src/gpu/buffer-pool.ts';
import type { Dispatch } from '../../../../src/gpu/kernel.ts';
import { readFloats } from '../../../../src/gpu/readback.ts';
import { createRunner, type Runner } from '../../../../src/gpu/runner.ts';
import { testDevice } from '../../../support/gpu.ts';
import { objectiveDispatch, objectiveValue, type TestObjective, toImage, toRow } from './objectives.ts';

/** A minimiser with its buffers, on the GPU or in the CPU references of its kernels. */
export interface Run {
  /** @param rows R, G, B rows for the minimiser's buffers of images, by name */
  start(
    x: Float32Array,
    state: Uint8Array<ArrayBuffer>,
    objective: TestObjective,
    rows?: Readonly<Record<string, Float32Array>>,
  ): void;
  /** goes on with another objective of the same size */
  change(objective: TestObjective): void;
  evaluate(times: number): Promise<void>;
  /** `best` and `trial` as R, G, B rows; `all` has every buffer's words */
  read(): Promise<{ rows: LogRow[]; best: Float32Array; trial: Float32Array; all: Record<string, Float32Array> }>;
  close(): void;
}

/** One for all runs: each would compile its own pipelines. */
let runner: Runner | undefined;

type Sizes = Readonly<Record<string, number>>;

/** @param dispatches of the minimiser, given its buffers and the objective's */
export async function openGpuRun<Buffers extends Sizes>(
  pixels: number,
  sizes: Buffers,
  dispatches: (objective: ObjectiveBuffers, buffers: Record<keyof Buffers, GPUBuffer>) => Dispatch[],
): Promise<Run> {
  const device = await testDevice();
  const pool = createBufferPool(device);
  const arena = pool.open('minimiser test');
  const shared = { trial: 4 * pixels, gradient: 4 * pixels, losses: 4 };
  const lengths: Sizes = { ...shared, ...sizes };
  const buffers = await arena.take<string>(lengths);
  // Pooled buffers hold what their last user left: the worst of it.
  for (const [name, length] of Object.entries(lengths)) {
    device.queue.writeBuffer(buffers[name]!, 0, new Float32Array(length).fill(Number.NaN));
  }
  const objectiveBuffers = buffers as unknown as Record<keyof ObjectiveBuffers, GPUBuffer>;
  const steps = dispatches(objectiveBuffers, buffers as Record<keyof Buffers, GPUBuffer>);
  runner ??= createRunner(device);
  const { run } = runner;
  let evaluation: Dispatch[] = [];
  const change = (objective: TestObjective) => {
    evaluation = [objectiveDispatch(objective, objectiveBuffers), ...steps];
  };
  return {
    change,
    start(x, state, objective, rows = {}) {
      change(objective);
      for (const [name, row] of Object.entries({ trial: x, ...rows })) {
        device.queue.writeBuffer(buffers[name]!, 0, toImage(row));
      }
      device.queue.writeBuffer(buffers.state!, 0, state);
    },
    evaluate: (times) => run(Array.from({ length: times }, () => evaluation).flat()),
    async read() {
      const all: Record<string, Float32Array> = {};
      for (const [name, length] of Object.entries(lengths)) {
        all[name] = await readFloats(device, buffers[name]!, length);
      }
      return summary(all);
    },
    close() {
      arena.close();
      pool.dispose();
    },
  };
}

/** @param step CPU references of the minimiser's kernels in their order */
export function openReferenceRun(
  pixels: number,
  sizes: Sizes,
  // biome-ignore lint/suspicious/noExplicitAny: the buffers are made from `sizes`, by name
  step: (buffers: any) => void,
): Run {
  const lengths: Sizes = { ...sizes, trial: 4 * pixels, gradient: 4 * pixels, losses: 4 };
  const all: Record<string, Float32Array> = {};
  for (const [name, length] of Object.entries(lengths)) all[name] = new Float32Array(length).fill(Number.NaN);
  let objective: TestObjective;
  return {
    change(to) {
      objective = to;
    },
    start(x, state, of, rows = {}) {
      objective = of;
      for (const [name, row] of Object.entries({ trial: x, ...rows })) all[name]!.set(toImage(row));
      new Uint8Array(all.state!.buffer).set(state);
    },
    async evaluate(times) {
      for (let i = 0; i < times; i++) {
        const { terms, gradient } = objectiveValue(objective, toRow(all.trial!));
        all.losses!.set(terms);
        all.gradient!.set(toImage(gradient));
        step(all);
      }
    },
    read: async () => summary(Object.fromEntries(Object.entries(all).map(([name, data]) => [name, data.slice()]))),
    close() {},
  };
}

function summary(all: Record<string, Float32Array>) {
  const rows = readLog(all.log!.buffer as ArrayBuffer);
  return { rows, best: toRow(all.best!), trial: toRow(all.trial!), all };
}

/** Bits, for comparing what may hold NaN. */
export function wordsOf(data: Float32Array): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset, data.length);
}
