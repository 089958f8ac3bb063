import { expect, it } from 'vitest';
import { compareSchedules } from '../../src/benchmark/compare-schedules.ts';
import { makeScene } from '../../src/benchmark/scene.ts';
import type { ObjectiveFactory } from '../../src/engine/objective.ts';
import { createParams } from '../../src/project/resolve.ts';

/**
 * Squared steps between neighbours and distance to the photograph: smooth parts take many evaluations at full size and few at a small one.
 * @param evaluated is told the pixels of each evaluation
 */
function smoothing(evaluated: (pixels: number) => void): ObjectiveFactory {
  return {
    mean: [128, 128, 128],
    styleTarget: async () => ({ dispose: () => undefined }),
    create: async ({ content: { width, height, data } }) => ({
      size: { width, height },
      async evaluate(x) {
        evaluated(width * height);
        const gradient = new Float32Array(x.length);
        let value = 0;
        for (let i = 0; i < x.length; i++) {
          const back = 0.01 * (x[i]! + 128 - data[i]!);
          value += (back * back) / 2;
          gradient[i]! += 0.01 * back;
          for (const j of [Math.floor(i / 3) % width > 0 ? i - 3 : i, i >= 3 * width ? i - 3 * width : i]) {
            const step = x[i]! - x[j]!;
            value += (step * step) / 2;
            gradient[i]! += step;
            gradient[j]! -= step;
          }
        }
        return { value, terms: { content: value, style: 0, tv: 0, temporal: 0, total: value }, gradient };
      },
      dispose: () => undefined,
    }),
    dispose: () => undefined,
  };
}

const size = { width: 64, height: 48 };
const pair = { name: 'a pair', photograph: makeScene(size, 1), painting: makeScene(size, 2) };
const options = {
  sizing: { resize: 'area', scale: 1, size: null },
  params: { ...createParams(), job_ftol: 0, job_scale_min: 32, job_scale_factor: 2 },
  evaluations: 12,
  budget: 8,
} as const;

it('counts all pixels that were evaluated, and says where each schedule got to', async () => {
  let pixels = 0;
  const told: number[] = [];
  const found = await compareSchedules(
    smoothing((more) => {
      pixels += more;
    }),
    pair,
    { ...options, onProgress: (done) => told.push(done) },
  );
  expect(found).toMatchObject({ pair: 'a pair', ...size, fullSizeCost: 12 });
  expect((found.fullSizeCost + found.coarseToFineCost) * size.width * size.height).toBeCloseTo(pixels, 6);
  expect(found.stages.map(({ width, height }) => [width, height])).toEqual([
    [32, 24],
    [64, 48],
  ]);
  const [coarse, fine] = found.stages;
  // One more at full size, which tells the loss that both begin with.
  expect(found.coarseToFineCost).toBeCloseTo(1 + coarse!.evaluations / 4 + fine!.evaluations, 12);
  expect(found.fullSizeLoss).toBeLessThan(found.firstLoss);
  expect(told.at(-1)).toBeGreaterThan(0.9);

  const end = found.milestones.at(-1)!;
  expect(end).toMatchObject({ factor: 1, loss: found.fullSizeLoss });
  expect(end.fullSizeCost).toBeLessThanOrEqual(12);
  expect(found.share).toBe(end.coarseToFineCost === undefined ? undefined : end.coarseToFineCost / 12);
});

it('leaves the share out where the loss was not reached', async () => {
  const { share, coarseToFineLoss, fullSizeLoss, milestones } = await compareSchedules(
    smoothing(() => undefined),
    pair,
    { ...options, evaluations: 60, budget: 3 },
  );
  expect(coarseToFineLoss).toBeGreaterThan(fullSizeLoss);
  expect(share).toBeUndefined();
  expect(milestones.at(-1)).not.toHaveProperty('coarseToFineCost');
});

it('paints from coarse to fine with params of its own, and at full size without them', async () => {
  const smooth = smoothing(() => undefined);
  const found = await compareSchedules(smooth, pair, { ...options, coarseToFine: { job_scale_factor: 1.4 } });
  expect(found.stages.map(({ width }) => width)).toEqual([33, 46, 64]);
  const plain = await compareSchedules(smooth, pair, options);
  expect(found.fullSizeLoss).toBe(plain.fullSizeLoss);
});
