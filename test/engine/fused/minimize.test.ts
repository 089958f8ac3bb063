import { expect, it, vi } from 'vitest';
import { minimizeOnDevice, type Pace } from '../../../src/engine/fused/minimize.ts';
import { LOG_ROWS } from '../../../src/engine/fused/minimizers/progress-state.ts';
import { createFusedObjectives, type FusedParams } from '../../../src/engine/fused/objectives.ts';
import { planMinimizer } from '../../../src/engine/fused/plan/minimizer-step.ts';
import type { ObjectivePlan } from '../../../src/engine/fused/plan/objective-plan.ts';
import { type Tensor, tensorBytes } from '../../../src/engine/fused/plan/tensor.ts';
import { minimizeOnHost } from '../../../src/engine/minimizers/on-host.ts';
import { difference, dot } from '../../../src/engine/minimizers/vector.ts';
import type {
  Minimized,
  MinimizeOptions,
  MinimizeStep,
  ObjectiveFactory,
  StyleTarget,
} from '../../../src/engine/objective.ts';
import { createTfjsObjectives } from '../../../src/engine/tfjs/objective.ts';
import { pipelinesOf } from '../../../src/gpu/pipeline-cache.ts';
import { record } from '../../../src/gpu/recording.ts';
import { describeGpu, testDevice } from '../../support/gpu.ts';
import { waves } from '../../support/images.ts';
import { allTerms, firstLayers } from '../../support/objective-params.ts';
import { wasmBackend } from '../../support/tf-backends.ts';
import { tinyNetwork } from '../../support/tiny-network.ts';
import { objectiveDispatch } from './minimizers/objectives.ts';

const WIDTH = 29;
const HEIGHT = 22;
const network = tinyNetwork(8);
const content = waves(WIDTH, HEIGHT, 3);
const start = content.data.map((v, i) => v - network.mean[i % 3]!);
const params: FusedParams = {
  ...firstLayers,
  ...allTerms,
  weight_temporal: 0,
  job_minimizer: 'lbfgs',
  job_lbfgs_history: 10,
};
const lbfgs: MinimizeOptions = {
  minimizer: 'lbfgs',
  evaluations: 50,
  history: 10,
  lineSearch: 'wolfe',
  firstStep: 1,
  ftol: 0,
  ftolInterval: 1,
};

const adam: MinimizeOptions = {
  minimizer: 'adam',
  evaluations: 20,
  learningRate: 2,
  beta1: 0.9,
  beta2: 0.999,
  ftol: 0,
  ftolInterval: 1,
};

const norm = (v: Float32Array) => Math.sqrt(dot(v, v));

async function objectiveOf(factory: ObjectiveFactory) {
  const style = await factory.styleTarget([
    { image: waves(61, 46, 5), weight: 0.7 },
    { image: waves(39, 53, 6), weight: 0.3 },
  ]);
  return factory.create({ content, style, temporal: [] });
}

async function drain(steps: AsyncGenerator<MinimizeStep, Minimized>) {
  const told: MinimizeStep[] = [];
  for (;;) {
    const step = await steps.next();
    if (step.done) return { told, minimum: step.value };
    told.push(step.value);
  }
}

/** Calls of the device's methods that wait or allocate, and of submits, while `work` runs. */
async function counted(device: GPUDevice, work: () => Promise<unknown>) {
  const counts = { mapAsync: 0, onSubmittedWorkDone: 0, createBuffer: 0, createBindGroup: 0, submit: 0 };
  const wrap = (object: object, name: keyof typeof counts) => {
    const method = Reflect.get(object, name) as (...args: unknown[]) => unknown;
    Reflect.set(object, name, function (this: unknown, ...args: unknown[]) {
      counts[name]++;
      return method.apply(this, args);
    });
    return () => Reflect.set(object, name, method);
  };
  const probe = device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ });
  const buffers = Object.getPrototypeOf(probe) as object;
  probe.destroy();
  const undo = [
    wrap(device, 'createBuffer'),
    wrap(device, 'createBindGroup'),
    wrap(device.queue, 'onSubmittedWorkDone'),
    wrap(device.queue, 'submit'),
    wrap(buffers, 'mapAsync'),
  ];
  try {
    await work();
  } finally {
    for (const restore of undo) restore();
  }
  return counts;
}

describeGpu('minimising on the device', () => {
  it('comes within two percent of tfjs on the host after 50 evaluations', async () => {
    const fused = await objectiveOf(createFusedObjectives(await testDevice(), network, params));
    const tfjs = await objectiveOf(await createTfjsObjectives(await wasmBackend(), network, params));
    const here = await drain(fused.minimize!(start, lbfgs));
    const there = await drain(minimizeOnHost(tfjs, start, lbfgs, undefined));
    expect(here.told[0]!.terms.total / there.told[0]!.terms.total).toBeCloseTo(1, 4);
    expect(Math.abs(here.minimum.terms.total / there.minimum.terms.total - 1)).toBeLessThan(0.02);
    expect(here.minimum).toMatchObject({ evaluations: 50, stop: 'evaluations' });
    // What it says of its result is what the other engine finds there.
    const checked = await tfjs.evaluate(here.minimum.x);
    expect(Math.abs(checked.terms.total / here.minimum.terms.total - 1)).toBeLessThan(1e-3);
    expect(here.told.map(({ evaluation }) => evaluation)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  });

  it('neither reads nor allocates from evaluation to evaluation', async () => {
    const device = await testDevice();
    // A slow device is handed one evaluation at a time; with patience it is handed as many as a fast one.
    const pace = { batchMs: 1e6, submitMs: 1e6 };
    const objective = await objectiveOf(createFusedObjectives(device, network, params, { pace }));
    await drain(objective.minimize!(start, { ...lbfgs, evaluations: 2 }));
    const few = await counted(device, () => drain(objective.minimize!(start, { ...lbfgs, evaluations: 8 })));
    const many = await counted(device, () => drain(objective.minimize!(start, { ...lbfgs, evaluations: 60 })));
    expect(many.createBuffer).toBe(few.createBuffer);
    expect(many.createBindGroup).toBe(0);
    expect(many.onSubmittedWorkDone).toBe(0);
    // One for each batch's log, and one for the result.
    expect(many.mapAsync).toBeLessThan(12);
    expect(many.submit).toBeGreaterThanOrEqual(60);
  });

  it('gives a picture in the middle, stops when asked, and can begin again', async () => {
    const objective = await objectiveOf(createFusedObjectives(await testDevice(), network, params));
    const abort = new AbortController();
    const steps = objective.minimize!(start, lbfgs, abort.signal);
    const first = (await steps.next()).value as MinimizeStep;
    const picture = await first.image();
    expect(picture).toHaveLength(start.length);
    expect(picture.every(Number.isFinite)).toBe(true);
    abort.abort(new Error('enough'));
    await expect(drain(steps)).rejects.toThrow('enough');
    await expect(first.image()).rejects.toThrow('over');
    const again = await drain(objective.minimize!(start, { ...lbfgs, evaluations: 5 }));
    expect(again.minimum.terms.total).toBeLessThan(again.told[0]!.terms.total);
  });

  it('takes Adam where the plan is for it, and refuses the other', async () => {
    const factory = createFusedObjectives(await testDevice(), network, { ...params, job_minimizer: 'adam' });
    const objective = await objectiveOf(factory);
    const found = await drain(objective.minimize!(start, adam));
    const tfjs = await objectiveOf(await createTfjsObjectives(await wasmBackend(), network, params));
    const there = await drain(minimizeOnHost(tfjs, start, adam, undefined));
    expect(Math.abs(found.minimum.terms.total / there.minimum.terms.total - 1)).toBeLessThan(0.02);
    await expect(drain(objective.minimize!(start, lbfgs))).rejects.toThrow(RangeError);
  });

  it('goes on with Adam’s moments as on the host, and reads them only where they are wanted', async () => {
    const device = await testDevice();
    const objective = await objectiveOf(createFusedObjectives(device, network, { ...params, job_minimizer: 'adam' }));
    const tfjs = await objectiveOf(await createTfjsObjectives(await wasmBackend(), network, params));
    const here = (x: Float32Array, given: MinimizeOptions) => drain(objective.minimize!(x, given));
    const there = (x: Float32Array, given: MinimizeOptions) => drain(minimizeOnHost(tfjs, x, given, undefined));
    const part: MinimizeOptions = { ...adam, evaluations: 5, keepMoments: true };
    const whole = await here(start, { ...adam, evaluations: 8 });
    expect(whole.minimum).not.toHaveProperty('moments');
    const before = await here(start, part);
    const { x, moments } = before.minimum;
    const onHost = (await there(start, part)).minimum.moments!;
    expect(moments!.updates).toBe(4);
    expect(onHost.updates).toBe(4);
    const apart = (a: Float32Array, b: Float32Array) => norm(difference(a, b)) / norm(b);
    expect(apart(moments!.first, onHost.first)).toBeLessThan(0.01);
    expect(apart(moments!.second, onHost.second)).toBeLessThan(0.01);

    // Another run leaves its own moments in the buffers in between.
    await here(start, { ...adam, evaluations: 2 });
    const rest: MinimizeOptions = { ...adam, evaluations: 4, moments: moments! };
    const after = await here(x, rest);
    expect(after.minimum.terms.total / whole.minimum.terms.total).toBeCloseTo(1, 4);
    expect(apart(after.minimum.x, whole.minimum.x)).toBeLessThan(1e-4);
    const afterOnHost = await there(x, rest);
    expect(Math.abs(after.minimum.terms.total / afterOnHost.minimum.terms.total - 1)).toBeLessThan(0.02);
    // Without them it goes elsewhere: this test would see them ignored.
    const anew = await here(x, { ...adam, evaluations: 4 });
    expect(apart(anew.minimum.x, whole.minimum.x)).toBeGreaterThan(1e-3);

    const reads = async (given: MinimizeOptions) => (await counted(device, () => here(start, given))).mapAsync;
    const one: MinimizeOptions = { ...adam, evaluations: 1, moments: moments! };
    expect((await reads({ ...one, keepMoments: true })) - (await reads(one))).toBe(2);
    const short = { ...moments!, second: moments!.second.slice(3) };
    await expect(here(start, { ...adam, moments: short })).rejects.toThrow(RangeError);
  });
});

/** Adam on a bowl, where an evaluation is three dispatches. @param bindingLimit as `planMinimizer` has it */
async function onBowl(pace: Pace, bindingLimit?: number) {
  const device = await testDevice();
  const pixels = 15 * 14;
  const tensor = (name: string, floats: number): Tensor => ({ name, floats, kind: 'kept' });
  const [image, gradient, totals] = [tensor('x', 4 * pixels), tensor('gradient', 4 * pixels), tensor('losses', 4)];
  const plan = { size: { width: 15, height: 14 }, image, gradient, totals } as unknown as ObjectivePlan;
  const minimizer = planMinimizer(plan, { minimizer: 'adam' }, bindingLimit);
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const buffers = new Map(
    minimizer.step.tensors.map((of) => [of, device.createBuffer({ size: tensorBytes(of), usage })] as const),
  );
  const buffer = (of: Tensor) => buffers.get(of)!;
  const dispatches = [
    objectiveDispatch(
      { kind: 'bowl', pixels },
      { trial: buffer(image), gradient: buffer(gradient), losses: buffer(totals) },
    ),
    ...minimizer.step.dispatches(buffer),
  ];
  const recording = await record(device, pipelinesOf(device), dispatches);
  const shares = dispatches.map(() => 1 / dispatches.length);
  const bound = { recording, shares, dispatchesOf: () => dispatches.length, buffer, resolve: buffer };
  const run = { device, bound, minimizer, image, flops: 1, spread: 0, pace, check: () => undefined };
  const start = new Float32Array(3 * pixels).fill(9);
  return {
    device,
    start,
    parts: minimizer.moments!.length,
    minimize: (x: Float32Array, options: MinimizeOptions) => minimizeOnDevice(run, x, options, undefined),
  };
}

describeGpu('minimising a bowl on the device', () => {
  const patient: Pace = { batchMs: 1e4, submitMs: 1e4 };

  it('tells of every evaluation of a run that is longer than the log', async () => {
    // Where no time goes by an evaluation counts as a thousandth of a millisecond: batches of 30, one of which would leave the log's end.
    const { minimize, start } = await onBowl({ ...patient, batchMs: 0.03 });
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    const evaluations = LOG_ROWS + 60;
    const { told, minimum } = await drain(minimize(start, { ...adam, evaluations })).finally(() => clock.mockRestore());
    expect(told.map(({ evaluation }) => evaluation)).toEqual(Array.from({ length: evaluations }, (_, i) => i + 1));
    expect(minimum).toMatchObject({ evaluations, stop: 'evaluations' });
  });

  it('goes on with moments that stand in several buffers', async () => {
    const whole = await onBowl(patient);
    const inParts = await onBowl(patient, 1024);
    expect([whole.parts, inParts.parts]).toEqual([1, 4]);
    const goOn = async ({ minimize, start }: typeof whole) => {
      const { minimum } = await drain(minimize(start, { ...adam, evaluations: 5, keepMoments: true }));
      const rest = await drain(minimize(minimum.x, { ...adam, evaluations: 5, moments: minimum.moments! }));
      return { moments: minimum.moments!, x: rest.minimum.x };
    };
    const [one, several] = [await goOn(whole), await goOn(inParts)];
    expect(norm(one.moments.first)).toBeGreaterThan(1);
    for (const of of ['first', 'second'] as const) {
      expect(norm(difference(several.moments[of], one.moments[of]))).toBeLessThan(1e-5 * norm(one.moments[of]));
    }
    expect(norm(difference(several.x, one.x))).toBeLessThan(1e-5 * norm(one.x));
  });

  it('keeps the device’s own pace, however long somebody looks at a step', async () => {
    const { device, minimize, start } = await onBowl(patient);
    const evaluations = 12;
    let late = 0;
    const now = performance.now.bind(performance);
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + late);
    try {
      const counts = await counted(device, async () => {
        const steps = minimize(start, { ...adam, evaluations });
        await steps.next();
        await device.queue.onSubmittedWorkDone();
        await new Promise((resolve) => setTimeout(resolve, 20));
        // Ten minutes.
        late = 600_000;
        await drain(steps);
      });
      // One for each evaluation, beside those that are read: none is cut.
      expect(counts.submit - counts.mapAsync).toBe(evaluations);
    } finally {
      clock.mockRestore();
    }
  });

  it('ends with what can be done about it where the device does not answer', async () => {
    const { device, minimize, start } = await onBowl(patient);
    const probe = device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ });
    const map = vi
      .spyOn(Object.getPrototypeOf(probe) as GPUBuffer, 'mapAsync')
      .mockImplementation(() => Promise.reject(new DOMException('device lost', 'AbortError')));
    try {
      await expect(drain(minimize(start, adam))).rejects.toMatchObject({
        name: 'PleinAirError',
        kind: 'device',
        message: expect.stringContaining('device lost') as string,
      });
    } finally {
      map.mockRestore();
      probe.destroy();
    }
  });
});

describeGpu('a factory over many frames', () => {
  it('mixes paintings anew without looking at them again', async () => {
    const device = await testDevice();
    const factory = createFusedObjectives(device, network, params);
    const [a, b] = [waves(61, 46, 5), waves(39, 53, 6)];
    const mix = (first: number) =>
      factory.styleTarget([
        { image: a, weight: first },
        { image: b, weight: 1 - first },
      ]);
    const lossOf = async (style: StyleTarget) => {
      const objective = await factory.create({ content, style, temporal: [] });
      const { terms } = await objective.evaluate(start);
      objective.dispose();
      return terms.style;
    };
    const half = await lossOf(await mix(0.5));
    let other: StyleTarget | undefined;
    const counts = await counted(device, async () => {
      other = await mix(0.9);
    });
    expect(counts.submit).toBe(0);
    const moved = await lossOf(other!);
    expect(moved).not.toBeCloseTo(half, 1);
    // As good as looked at for the first time.
    const fresh = createFusedObjectives(device, network, params);
    const style = await fresh.styleTarget([
      { image: a, weight: 0.9 },
      { image: b, weight: 0.1 },
    ]);
    const again = await fresh.create({ content, style, temporal: [] });
    expect((await again.evaluate(start)).terms.style / moved).toBeCloseTo(1, 5);
  });

  it('holds no more memory after six frames than after two, at two sizes each', async () => {
    const device = await testDevice();
    const factory = createFusedObjectives(device, network, params);
    const style = await factory.styleTarget([{ image: waves(39, 53, 6), weight: 1 }]);
    let live = 0;
    const create = device.createBuffer;
    device.createBuffer = function (this: GPUDevice, descriptor) {
      const buffer = create.call(device, descriptor);
      live += buffer.size;
      const destroy = buffer.destroy;
      let gone = false;
      buffer.destroy = () => {
        if (!gone) live -= buffer.size;
        gone = true;
        destroy.call(buffer);
      };
      return buffer;
    };
    try {
      const paintFrame = async (seed: number) => {
        for (const [width, height] of [
          [24, 20],
          [40, 30],
        ] as const) {
          const frame = waves(width, height, seed);
          const weights = { width, height, data: new Float32Array(width * height).fill(0.5) };
          const temporal = seed > 1 ? [{ warped: waves(width, height, seed + 1), weights }] : [];
          const objective = await factory.create({ content: frame, style, temporal });
          const { minimum } = await drain(objective.minimize!(frame.data, { ...lbfgs, evaluations: 4 }));
          expect(Number.isFinite(minimum.terms.total)).toBe(true);
          objective.dispose();
        }
      };
      await paintFrame(1);
      await paintFrame(2);
      const after = live;
      for (let seed = 3; seed <= 6; seed++) await paintFrame(seed);
      expect(live).toBe(after);
    } finally {
      device.createBuffer = create;
    }
  });

  /** The test's device, with one limit of 3 MiB. */
  const limited = async (name: keyof GPUSupportedLimits): Promise<GPUDevice> =>
    new Proxy(await testDevice(), {
      get(target, member) {
        if (member === 'limits') {
          return new Proxy(target.limits, {
            get: (limits, limit) => (limit === name ? 3 * 2 ** 20 : Reflect.get(limits, limit, limits)),
          });
        }
        const value = Reflect.get(target, member, target) as unknown;
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });

  it('takes a picture of which a kernel may see a part at a time', async () => {
    const factory = createFusedObjectives(await limited('maxStorageBufferBindingSize'), network, params);
    // Its maps at full size have 10 MB, and the steps of ten pairs 37.
    await expect(factory.reserve!({ width: 640, height: 480 }, 0)).resolves.toBeUndefined();
    factory.dispose();
  });

  it('says what fits where a picture needs more than the device allows in one piece', async () => {
    const small = await limited('maxBufferSize');
    const factory = createFusedObjectives(small, network, { ...params, job_lbfgs_history: 3 });
    await expect(factory.reserve!({ width: 640, height: 480 }, 0)).rejects.toMatchObject({
      kind: 'device',
      message: expect.stringContaining('in one piece') as string,
      remedy: expect.stringMatching(/\d+×\d+ px should fit: set input_max_size to \d+/) as string,
    });
  });
});
