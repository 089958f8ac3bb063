import { describe, expect, it } from 'vitest';
import { PleinAirError } from '../../../src/core/errors.ts';
import { createCpuFlowEstimator } from '../../../src/flow/cpu-estimator.ts';
import type { FlowEstimator, FlowStart } from '../../../src/flow/estimator.ts';
import { driveAlong } from '../../../src/frames/sources/procedural/street-line.ts';
import { createNodeImageCodec } from '../../../src/platform/node/image-codec.ts';
import { createParams } from '../../../src/project/resolve.ts';
import { croppedFov } from '../../../src/route/pinhole.ts';
import { poseStarts } from '../../../src/route/pose-flow.ts';
import { createMotionClient, type MotionWorker } from '../../../src/studio/flow/motion-client.ts';
import { createMotionHost } from '../../../src/studio/flow/motion-host.ts';
import type { MotionQuestion, MotionReply, MotionRequest } from '../../../src/studio/flow/motion-messages.ts';

const street = (index: number) => ({ kind: 'street', seed: 7, frames: 3, index }) as const;
const question = (index: number, params = {}): MotionQuestion => ({
  earlier: street(index),
  later: street(index + 1),
  params: createParams({ job_device: 'wasm', ...params }),
});
const forever = new AbortController().signal;

/** A client with the real worker's insides behind it, in one thread; messages are copied, as between threads. */
function inOneThread(openFlow: () => FlowEstimator) {
  const workers: { ended: boolean; crash(): void }[] = [];
  const client = createMotionClient((): MotionWorker => {
    const listeners = new Map<string, (event: never) => void>();
    const worker = {
      ended: false,
      crash: () => listeners.get('error')?.({ message: 'out of memory', preventDefault: () => undefined } as never),
    };
    workers.push(worker);
    const say = (reply: MotionReply) => {
      if (!worker.ended) listeners.get('message')?.({ data: structuredClone(reply) } as never);
    };
    const receive = createMotionHost({ codec: createNodeImageCodec(), openFlow }, say);
    return {
      postMessage: (request: MotionRequest) => receive(structuredClone(request)),
      terminate: () => {
        worker.ended = true;
      },
      addEventListener: (type: string, listener: (event: never) => void) => void listeners.set(type, listener),
    } as MotionWorker;
  });
  return { client, workers };
}

/** An estimator that a test answers for. */
function scripted(answer: FlowEstimator['estimate']) {
  const log = { opened: 0, disposed: 0 };
  const openFlow = (): FlowEstimator => {
    log.opened++;
    return {
      estimate: answer,
      dispose: () => {
        log.disposed++;
      },
    };
  };
  return { log, openFlow };
}

describe('looking at motion', () => {
  it('shows the motion of the street, small', async () => {
    const { client } = inOneThread(() => createCpuFlowEstimator(createParams()));
    const pictures = await client.look(question(0), forever);
    for (const name of ['motion', 'reliability', 'carried', 'difference'] as const) {
      expect(pictures[name]).toMatchObject({ width: 320, height: 180 });
    }
    expect(pictures.trusted).toBeGreaterThan(0.3);
    expect(pictures.left).toBeLessThan(16);
    client.dispose();
  });

  it('cuts photographs to the shape of the earlier one', async () => {
    const codec = createNodeImageCodec();
    const file = async (width: number, height: number) => {
      const image = { width, height, data: new Uint8ClampedArray(width * height * 4).fill(128) };
      return { kind: 'file', name: 'a.png', blob: new Blob([new Uint8Array(await codec.encodePng(image))]) } as const;
    };
    const sizes: string[] = [];
    const { openFlow } = scripted(async (a, b) => {
      sizes.push(`${a.width}×${a.height} ${b.width}×${b.height}`);
      throw new PleinAirError('input', 'seen', 'enough');
    });
    const { client } = inOneThread(openFlow);
    const pair = { earlier: await file(400, 300), later: await file(640, 360), params: question(0).params };
    await expect(client.look(pair, forever)).rejects.toThrow('seen');
    expect(sizes).toEqual(['320×240 320×240']);
  });

  it('tries what the cameras tell where the params ask for it and both are known', async () => {
    const starts: (readonly FlowStart[] | undefined)[] = [];
    const { openFlow } = scripted(async (_a, _b, options) => {
      starts.push(options?.starts);
      throw new PleinAirError('input', 'seen', 'enough');
    });
    const { client } = inOneThread(openFlow);
    const look = (asked: MotionQuestion) => client.look(asked, forever).catch(() => undefined);
    const codec = createNodeImageCodec();
    // Wider than the pair's shape: the camera of what is cut out sees less.
    const photograph = async (width: number, north: number, place: object = { heading: 0, fov: 90 }) => {
      const image = { width, height: 90, data: new Uint8ClampedArray(width * 360).fill(128) };
      const blob = new Blob([new Uint8Array(await codec.encodePng(image))]);
      return { kind: 'file', name: 'a.png', blob, place: { lat: 55 + north / 111_000, lng: 13, ...place } } as const;
    };
    const { params } = question(0, { flow_method: 'pose+dense' });
    const [first, wide] = [await photograph(160, 0), await photograph(200, 3)];
    await look({ earlier: first, later: wide, params: question(0).params });
    await look({ earlier: first, later: await photograph(160, 3, {}), params });
    await look({ earlier: first, later: wide, params });
    await look(question(0, { flow_method: 'pose+dense' }));
    const far = starts.map((found) => found?.[0]?.forward.data.slice(0, 2));
    expect(far.slice(0, 2)).toEqual([undefined, undefined]);
    const at = (north: number, fov: number) => ({ position: [0, north, 0], heading: 0, pitch: 0, fov }) as const;
    const size = { width: 160, height: 90 };
    const [cut] = poseStarts(at(0, 90), at(3, croppedFov(90, 160 / 200)), size, params.flow_camera_height);
    expect(far[2]![0]).toBeCloseTo(cut!.forward.data[0]!, 1);
    expect(Math.abs(cut!.forward.data[0]!)).toBeGreaterThan(2);
    const [a, b] = driveAlong({ frames: 3, seed: 7 });
    const [street] = poseStarts(a!, b!, { width: 320, height: 180 }, params.flow_camera_height);
    expect(far[3]).toEqual(street!.forward.data.slice(0, 2));
  });

  it('opens the flow once for the same params, anew for others and after it failed', async () => {
    let fail = true;
    const { log, openFlow } = scripted(async (a) => {
      if (fail) throw new PleinAirError('device', 'The device was lost.', 'Try again.');
      const field = { width: a.width, height: a.height, data: new Float32Array(2 * a.width * a.height) };
      const mask = { width: a.width, height: a.height, data: new Float32Array(a.width * a.height) };
      return { forward: field, backward: field, reliability: { forward: mask, backward: mask } };
    });
    const { client } = inOneThread(openFlow);
    await expect(client.look(question(0), forever)).rejects.toMatchObject({ kind: 'device', remedy: 'Try again.' });
    expect(log).toEqual({ opened: 1, disposed: 1 });
    fail = false;
    await client.look(question(0), forever);
    await client.look(question(1), forever);
    expect(log).toEqual({ opened: 2, disposed: 1 });
    await client.look(question(1, { flow_mask_blur: 0 }), forever);
    expect(log).toEqual({ opened: 3, disposed: 2 });
  });

  it('forgets what no one waits for', async () => {
    let stopped = false;
    const abort = new AbortController();
    const { openFlow } = scripted(
      (_a, _b, { signal } = {}) =>
        new Promise((_resolve, reject) => {
          setTimeout(() => abort.abort());
          signal?.addEventListener('abort', () => {
            stopped = true;
            reject(signal.reason);
          });
        }),
    );
    const { client } = inOneThread(openFlow);
    const looked = client.look(question(0), abort.signal);
    await expect(looked).rejects.toMatchObject({ name: 'AbortError' });
    expect(stopped).toBe(true);
  });

  it('says that its thread stopped, and starts another for the next question', async () => {
    const { openFlow } = scripted(() => new Promise(() => undefined));
    const { client, workers } = inOneThread(openFlow);
    const looked = client.look(question(0), forever);
    workers[0]!.crash();
    await expect(looked).rejects.toThrow('The thread that looks for motion stopped: out of memory');
    expect(workers[0]!.ended).toBe(true);
    const again = client.look(question(0), forever);
    expect(workers).toHaveLength(2);
    client.dispose();
    await expect(again).rejects.toMatchObject({ name: 'AbortError' });
    expect(workers[1]!.ended).toBe(true);
  });
});
