import { expect, test } from 'vitest';
import type { PairGeometry } from '../../src/core/field.ts';
import type { MotionAfter, PairMotion } from '../../src/export/camera-chain.ts';
import type { FilmMotion } from '../../src/render/film-motion.ts';
import { filmMotionAfter } from '../../src/render/motion-after.ts';

/** Motion whose fields tell from where to where they lead. */
function told(shares: Readonly<Record<string, number | null>>) {
  const prepared: string[] = [];
  const field = (from: number, to: number) => ({ width: 1, height: 1, data: Float32Array.of(from, to) });
  const mask = { width: 1, height: 1, data: Float32Array.of(1) };
  const motion: FilmMotion = {
    between: async (from, to) => ({ field: field(from, to), reliability: mask }),
    geometry: async () => null,
    share: async (from, to) => shares[`${from}>${to}`] ?? null,
    prepare: (from, to) => prepared.push(`${from}>${to}`),
    close: async () => undefined,
  };
  return { motion, prepared };
}
async function known(found: ReturnType<MotionAfter>): Promise<PairMotion> {
  const motion = await found;
  if (!motion || motion === 'cut') throw new Error(`no motion: ${motion}`);
  return motion;
}

const params = { video_cut_threshold: 0.4, video_direction: 'forward' } as const;

test('leads from each frame to the next in both directions, from where the film is shown', async () => {
  const { motion, prepared } = told({ '3>2': 0.9, '4>3': 0.9 });
  const after = filmMotionAfter(motion, params, 5, 2);
  const fields = await known(after(0));
  expect([fields.forward.data, fields.backward.data]).toEqual([Float32Array.of(2, 3), Float32Array.of(3, 2)]);
  expect(prepared).toEqual(['3>4']);
  await after(1);
  expect(prepared).toEqual(['3>4']);
});

test('leads from the last frame to the first', async () => {
  const { motion } = told({ '0>4': 0.5 });
  expect((await known(filmMotionAfter(motion, params, 5)(4))).forward.data).toEqual(Float32Array.of(4, 0));
});

test('ends at a cut, as it is judged in the direction of painting', async () => {
  const { motion } = told({ '1>0': 0.39, '0>1': 0.9, '2>1': 0.4 });
  expect(await filmMotionAfter(motion, params, 3)(0)).toBe('cut');
  expect(await known(filmMotionAfter(motion, params, 3)(1))).toBeTruthy();
  expect(await known(filmMotionAfter(motion, { ...params, video_direction: 'backward' }, 3)(0))).toBeTruthy();
});

test('is none where no flow is looked for', async () => {
  expect(await filmMotionAfter(told({}).motion, params, 3)(0)).toBeNull();
});

test('hands on the cameras where they are known', async () => {
  const { motion } = told({ '1>0': 0.9, '2>1': 0.9 });
  const mask = { width: 1, height: 1, data: Float32Array.of(1) };
  const geometry: PairGeometry = {
    camera: { focal: 1, rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, -1] },
    epipolar: { forward: mask, backward: mask },
  };
  const posed: FilmMotion = { ...motion, geometry: async (from, to) => (from === 0 && to === 1 ? geometry : null) };
  const after = filmMotionAfter(posed, params, 3);
  expect((await known(after(0))).geometry).toBe(geometry);
  expect((await known(after(1))).geometry).toBeUndefined();
});
