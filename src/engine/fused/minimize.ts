import { mapToRead, readFloats } from '../../gpu/readback.ts';
import type { LossTerms } from '../losses/terms.ts';
import type { AdamMoments } from '../minimizers/adam.ts';
import type { Minimized, MinimizeOptions, MinimizeStep } from '../objective.ts';
import { type LogRow, readLog } from './minimizers/log.ts';
import { LOG_ROWS, LOG_WORDS } from './minimizers/progress-state.ts';
import { fromVectors, toVectors } from './pixels.ts';
import type { MinimizerPlan } from './plan/minimizer-step.ts';
import type { Tensor } from './plan/tensor.ts';
import { cautiousCuts, cutPoints, submitCut } from './submit.ts';
import type { Bound } from './workspace.ts';

/** What a minimiser runs on. */
export interface DeviceRun {
  readonly device: GPUDevice;
  readonly bound: Bound;
  readonly minimizer: MinimizerPlan;
  readonly image: Tensor;
  /** of one evaluation */
  readonly flops: number;
  /** additive part of the loss that the device leaves out: the spread of the styles */
  readonly spread: number;
  readonly pace: Pace;
  /** @throws where the device failed */
  readonly check: () => void;
}

/** How work is handed to the device, by measured time. */
export interface Pace {
  /** milliseconds of one batch of evaluations: how often a person sees the loss, and how long an abort may take */
  readonly batchMs: number;
  /** milliseconds of one submit: the page's own drawing waits for it, and a watchdog watches it */
  readonly submitMs: number;
}

export const defaultPace: Pace = { batchMs: 100, submitMs: 40 };

/** Evaluations of a batch at most. */
const BATCH_MOST = 64;
/** Batches on their way at once: the device works on one while the host reads the other. */
const FLIGHTS = 2;

/** A batch whose log is on its way to the host. */
interface Flight {
  readonly first: number;
  readonly evaluations: number;
  readonly submitted: number;
  readonly staging: GPUBuffer;
  /** when it was: whoever awaits it may do so later */
  readonly mapped: Promise<number>;
}

/**
 * Minimises on the device. Within a batch of evaluations nothing is read, mapped or allocated; of each batch the log comes back, while
 * the next one is at work already.
 * @throws the signal's abort reason; what was submitted before still runs to its end
 */
export async function* minimizeOnDevice(
  run: DeviceRun,
  start: Float32Array,
  options: MinimizeOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<MinimizeStep, Minimized> {
  const { device, bound, minimizer, image, flops, spread, pace, check } = run;
  const log = bound.buffer(minimizer.log);
  device.queue.writeBuffer(bound.buffer(minimizer.state), 0, minimizer.start(options, spread));
  device.queue.writeBuffer(bound.buffer(image), 0, toVectors(start));
  const earlier = options.minimizer === 'adam' ? options.moments : undefined;
  if (earlier) {
    for (const { first, second, pixels } of minimizer.moments!) {
      const write = (tensor: Tensor, values: Float32Array) =>
        device.queue.writeBuffer(bound.buffer(tensor), 0, toVectors(values.subarray(3 * pixels.from, 3 * pixels.to)));
      write(first, earlier.first);
      write(second, earlier.second);
    }
  }
  const stagings = Array.from({ length: FLIGHTS }, () =>
    device.createBuffer({
      label: 'log, read back',
      size: 4 * LOG_WORDS * BATCH_MOST,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    }),
  );
  const flights: Flight[] = [];
  let open = true;
  let cuts = cautiousCuts(bound, flops);
  let batch = 1;
  let submitted = 0;
  let landed = performance.now();

  const submit = (): void => {
    const at = submitted % LOG_ROWS;
    // The rows of a batch are read in one piece: none goes on where the ring begins again.
    const evaluations = Math.min(batch, options.evaluations - submitted, LOG_ROWS - at);
    for (let i = 0; i < evaluations; i++) submitCut(device, bound, cuts);
    const staging = stagings.find((buffer) => flights.every((flight) => flight.staging !== buffer))!;
    const encoder = device.createCommandEncoder();
    const row = 4 * LOG_WORDS;
    encoder.copyBufferToBuffer(log, row * at, staging, 0, row * evaluations);
    device.queue.submit([encoder.finish()]);
    const mapped = mapToRead(staging).then(() => performance.now());
    // Whoever awaits it hears of its failure; where nobody does any more, nobody has to.
    mapped.catch(() => undefined);
    flights.push({ first: submitted, evaluations, submitted: performance.now(), staging, mapped });
    submitted += evaluations;
  };
  /** Waits for the oldest batch, and learns from it how fast the device is. */
  const land = async (): Promise<LogRow[]> => {
    const { first, evaluations, submitted: since, staging, mapped } = flights[0]!;
    const now = await mapped.catch((cause: unknown) => {
      check();
      throw cause;
    });
    const rows = readLog(staging.getMappedRange(0, 4 * LOG_WORDS * evaluations).slice(0), first);
    staging.unmap();
    flights.shift();
    const each = Math.max((now - Math.max(since, landed)) / evaluations, 1e-3);
    landed = now;
    batch = Math.max(1, Math.min(BATCH_MOST, Math.round(pace.batchMs / each), 2 * batch));
    cuts = cutPoints(bound, pace.submitMs / each);
    return rows;
  };
  const withSpread = (terms: LossTerms): LossTerms => ({
    ...terms,
    style: terms.style + spread,
    total: terms.total + spread,
  });
  const values = async (tensor: Tensor): Promise<Float32Array> =>
    fromVectors(await readFloats(device, bound.buffer(tensor), tensor.floats));
  const best = async (): Promise<Float32Array> => {
    if (!open) throw new Error('minimiser: the run is over, its buffers are another’s');
    return values(minimizer.best);
  };
  /** Those at the end: evaluations on their way behind it change nothing. */
  const moments = async (evaluations: number): Promise<AdamMoments | undefined> => {
    if (options.minimizer !== 'adam' || !options.keepMoments) return undefined;
    // The gradient at the last image moved nothing.
    const updates = (earlier?.updates ?? 0) + evaluations - 1;
    if (updates === 0) return undefined;
    const all = async (which: 'first' | 'second'): Promise<Float32Array> => {
      const whole = new Float32Array(start.length);
      for (const part of minimizer.moments!) whole.set(await values(part[which]), 3 * part.pixels.from);
      return whole;
    };
    return { first: await all('first'), second: await all('second'), updates };
  };

  try {
    for (;;) {
      signal?.throwIfAborted();
      while (flights.length < FLIGHTS && submitted < options.evaluations) submit();
      const rows = await land();
      check();
      for (const { evaluation, terms, stop } of rows) {
        yield { evaluation, terms: withSpread(terms), image: best };
        if (!stop) continue;
        const x = await best();
        const kept = await moments(evaluation);
        return { x, terms: withSpread(terms), evaluations: evaluation, stop, ...(kept && { moments: kept }) };
      }
      if (rows.length === 0 || (flights.length === 0 && submitted >= options.evaluations)) {
        throw new Error('minimiser: the device logged no end of the run');
      }
    }
  } finally {
    open = false;
    // Those still on their way must be mapped before their buffers go, and their work done before another run begins.
    for (const { mapped } of flights) await mapped.catch(() => undefined);
    for (const staging of stagings) staging.destroy();
  }
}
