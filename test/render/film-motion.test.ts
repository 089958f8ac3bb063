import { beforeEach, describe, expect, it } from 'vitest';
import { toRgbaImage } from '../../src/core/image.ts';
import type { FlowOptions } from '../../src/flow/estimator.ts';
import type { BlobStore } from '../../src/platform/blob-store.ts';
import { createParams } from '../../src/project/resolve.ts';
import type { Params } from '../../src/project/schema.ts';
import { createFilmMotion } from '../../src/render/film-motion.ts';
import { createFlowStore } from '../../src/render/flow-store.ts';
import type { PreparedFilm, RenderPorts } from '../../src/render/job.ts';
import { waves } from '../support/images.ts';
import { createMemoryStore, type MemoryStore } from '../support/memory-store.ts';
import { plainCodec } from '../support/plain-codec.ts';

const size = { width: 20, height: 16 };
const PIXELS = size.width * size.height;
const FRAMES = 9;
const film: PreparedFilm = {
  size,
  frames: Array.from({ length: FRAMES }, (_, i) => ({ name: `${i}`, sha256: `hash-${i}`, key: `prepared/${i}.png` })),
};

let store: MemoryStore;
beforeEach(async () => {
  store = createMemoryStore();
  for (const [i, { key }] of film.frames.entries()) {
    // Frames are told apart by their brightness.
    const image = { ...waves(size.width, size.height, 1), data: new Float32Array(3 * PIXELS).fill(10 * i) };
    await store.put(key, await plainCodec.encodePng(toRgbaImage(image)));
  }
});

/** Everything moves 1 px to the right from each frame to the next; counts what it is asked. */
function movingEstimator() {
  const asked: { pair: string; starts: FlowOptions['starts'] }[] = [];
  let running = 0;
  const flow: RenderPorts['flow'] = {
    async estimate(a, b, options = {}) {
      expect(++running).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      options.signal?.throwIfAborted();
      const [earlier, later] = [a.data[0]! / 10, b.data[0]! / 10];
      asked.push({ pair: `${earlier}-${later}`, starts: options.starts });
      const field = (u: number) => ({
        ...size,
        data: Float32Array.from({ length: 2 * PIXELS }, (_, i) => (i % 2 === 0 ? u : 0)),
      });
      const mask = (weight: number) => ({ ...size, data: new Float32Array(PIXELS).fill(weight) });
      return {
        forward: field(later - earlier),
        backward: field(earlier - later),
        reliability: { forward: mask(1), backward: mask(0.75) },
      };
    },
    dispose: () => undefined,
  };
  return { flow, asked };
}

function motionOf(estimator = movingEstimator(), params: Partial<Params> = {}, signal?: AbortSignal) {
  const ports = { store, codec: plainCodec, flow: estimator.flow };
  return createFilmMotion(film, createParams(params), ports, createFlowStore(store), signal);
}
const pairs = ({ asked }: ReturnType<typeof movingEstimator>) => asked.map(({ pair }) => pair);

describe('the motion of a film', () => {
  it('leads either way, each on the grid of the frame that it begins at', async () => {
    const estimator = movingEstimator();
    const motion = motionOf(estimator);
    const back = await motion.between(3, 2);
    const on = await motion.between(2, 3);
    expect([back!.field.data[0], back!.reliability.data[0]]).toEqual([-1, expect.closeTo(0.75, 2)]);
    expect([on!.field.data[0], on!.reliability.data[0]]).toEqual([1, 1]);
    expect(pairs(estimator)).toEqual(['2-3']);
    // All but the column that leaves the picture, whatever the estimator trusts.
    expect(await motion.share(3, 2)).toBeCloseTo(1 - 1 / size.width, 6);
  });

  it('is found once, by later runs too, unless a photograph, the size or a param of the flow is another', async () => {
    await motionOf().between(1, 0);
    const again = movingEstimator();
    await motionOf(again).between(1, 0);
    await motionOf(again, { weight_style: 5, flow_warp: 'bicubic', flow_fill: 'mean' }).between(1, 0);
    expect(pairs(again)).toEqual([]);
    await motionOf(again, { flow_mask_blur: 0 }).between(1, 0);
    expect(pairs(again)).toEqual(['0-1']);
  });

  it('is the same whether it was just found or kept', async () => {
    const found = await motionOf().between(1, 0);
    expect(await motionOf().between(1, 0)).toEqual(found);
  });

  it('over several frames begins where the short motions lead, which are found first', async () => {
    const estimator = movingEstimator();
    await motionOf(estimator).between(5, 2);
    expect(pairs(estimator)).toEqual(['2-3', '3-4', '4-5', '2-5']);
    const [start] = estimator.asked.at(-1)!.starts!;
    // On: 3 px to the right, as long as that stays in the picture; back: the same to the left.
    expect(start!.forward.data[0]).toBeCloseTo(3, 3);
    expect(start!.forward.data[2 * (size.width - 1)]).toBeNaN();
    expect(start!.backward.data[0]).toBeNaN();
    expect(start!.backward.data[2 * (size.width - 1)]).toBeCloseTo(-3, 3);
  });

  it('over several frames is found anew where a frame between is another', async () => {
    await motionOf().between(2, 0);
    const estimator = movingEstimator();
    const frames = film.frames.with(1, { ...film.frames[1]!, sha256: 'other' });
    const ports = { store, codec: plainCodec, flow: estimator.flow };
    await createFilmMotion({ size, frames }, createParams(), ports, createFlowStore(store)).between(2, 0);
    expect(pairs(estimator)).toEqual(['0-1', '1-2', '0-2']);
  });

  describe('with what cameras tell', () => {
    const poses = (east: number): PreparedFilm['frames'] =>
      film.frames.map((frame, i) => ({
        ...frame,
        pose: { position: [east * i, 2 * i, 1], heading: 0, pitch: 0, fov: 80 },
      }));
    const ask = async (frames: PreparedFilm['frames'], params: Partial<Params>, from = 1, to = 0) => {
      const estimator = movingEstimator();
      const ports = { store, codec: plainCodec, flow: estimator.flow };
      await createFilmMotion({ size, frames }, createParams(params), ports, createFlowStore(store)).between(from, to);
      return estimator.asked.map(({ starts }) => starts!.length);
    };

    it('begins there where that is asked for and both cameras are known', async () => {
      expect((await ask(poses(0), { flow_method: 'pose+dense' }))[0]).toBeGreaterThan(1);
      const unknown = poses(0).with(1, film.frames[1]!);
      expect(await ask(unknown, { flow_method: 'pose+dense' })).toEqual([0]);
      expect(await ask(poses(0), { flow_method: 'dense' })).toEqual([0]);
    });

    it('is another motion for other cameras, and the same for the same', async () => {
      const how = { flow_method: 'pose+dense' } as const;
      expect(await ask(poses(0), how)).toHaveLength(1);
      expect(await ask(poses(0), how)).toEqual([]);
      expect(await ask(poses(1), how)).toHaveLength(1);
      // What they are to each other, wherever the film begins.
      const moved = poses(0).map((frame) => ({
        ...frame,
        pose: { ...frame.pose!, position: [7, 2 * Number(frame.name), 1] as const },
      }));
      expect(await ask(moved, how)).toEqual([]);
      expect(await ask(poses(0), { ...how, flow_camera_height: 1.5 })).toHaveLength(1);
    });

    it('over several frames is another motion for other cameras at its ends, though one between is not known', async () => {
      const how = { flow_method: 'pose+dense' } as const;
      const unknown = (east: number) => poses(east).with(1, film.frames[1]!);
      expect(await ask(unknown(0), how, 2, 0)).toHaveLength(3);
      expect(await ask(unknown(1), how, 2, 0)).toHaveLength(1);
    });
  });

  it('is not looked for with flow_method none', async () => {
    const estimator = movingEstimator();
    const motion = motionOf(estimator, { flow_method: 'none' });
    expect([await motion.between(1, 0), await motion.share(1, 0)]).toEqual([null, null]);
    expect(estimator.asked).toEqual([]);
  });

  it('is looked for ahead, one search after another, and is there when it is asked for', async () => {
    const estimator = movingEstimator();
    const motion = motionOf(estimator);
    for (const n of [1, 2, 3]) motion.prepare(n, n - 1);
    for (const n of [3, 2, 1]) await motion.between(n, n - 1);
    expect(pairs(estimator).sort()).toEqual(['0-1', '1-2', '2-3']);
    await motion.close();
  });

  it('is looked for once, however much is looked for ahead', async () => {
    const estimator = movingEstimator();
    const motion = motionOf(estimator);
    const all = Array.from({ length: FRAMES - 1 }, (_, i) => i);
    for (const at of all) motion.prepare(at + 1, at);
    for (const at of all) await motion.between(at + 1, at);
    expect(pairs(estimator).sort()).toEqual(all.map((at) => `${at}-${at + 1}`));
    await motion.close();
  });

  it('is read once for what of a frame is found again, however often and from however far that is asked', async () => {
    const reads: string[] = [];
    const counting: BlobStore = {
      ...store,
      get: (key) => {
        reads.push(key);
        return store.get(key);
      },
    };
    const ports = { store, codec: plainCodec, flow: movingEstimator().flow };
    const motion = createFilmMotion(film, createParams(), ports, createFlowStore(counting));
    const look = async () => {
      const found = [];
      for (let at = FRAMES - 1; at > 0; at--) found.push(await motion.share(at, at - 1));
      return found;
    };
    const found = await look();
    const before = reads.length;
    expect(await look()).toEqual(found);
    expect(reads).toHaveLength(before);
    await motion.close();
  });

  it('stops looking when it is closed, and waits until nothing runs', async () => {
    const estimator = movingEstimator();
    const motion = motionOf(estimator);
    for (const n of [1, 2, 3, 4]) motion.prepare(n, n - 1);
    await motion.close();
    const told = estimator.asked.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(estimator.asked).toHaveLength(told);
    await expect(motion.between(5, 4)).rejects.toThrow(/abort/i);
  });

  it('tells what went wrong ahead when it is asked for', async () => {
    const motion = motionOf({
      asked: [],
      flow: { estimate: () => Promise.reject(new Error('lost')), dispose: () => undefined },
    });
    motion.prepare(1, 0);
    await expect(motion.between(1, 0)).rejects.toThrow('lost');
    await motion.close();
  });

  it('ends with the run', async () => {
    const abort = new AbortController();
    const motion = motionOf(movingEstimator(), {}, abort.signal);
    abort.abort();
    await expect(motion.between(1, 0)).rejects.toThrow(/abort/i);
  });
});
