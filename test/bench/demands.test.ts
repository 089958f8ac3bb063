import { expect, it } from 'vitest';
import { judgeSchedules, judgeSpeed } from '../../bench/parts/demands.ts';
import { parseBenchOptions } from '../../bench/parts/options.ts';
import type { ScheduleComparison } from '../../src/benchmark/compare-schedules.ts';
import type { BenchRow } from '../../src/benchmark/record.ts';

function row(engine: string, device: BenchRow['device'], msAlone: number): BenchRow {
  return {
    engine,
    device,
    adapter: 'SwiftShader',
    width: 96,
    height: 64,
    msPerEvaluation: 1,
    msAlone,
    msSetup: 1,
    evaluations: 0,
    flops: 1,
    tflops: 1,
  };
}

it('fused is judged beside tfjs on the same adapter, by evaluations by themselves', () => {
  const wasm = row('tfjs', 'wasm', 1);
  expect(judgeSpeed([row('fused', 'webgpu', 10), row('tfjs', 'webgpu', 40), wasm])).toMatchObject({ holds: true });
  const slow = judgeSpeed([row('fused', 'webgpu', 10), row('tfjs', 'webgpu', 39), wasm]);
  expect(slow.holds).toBe(false);
  expect(slow.text).toContain('3.9 times');
  expect(judgeSpeed([row('fused', 'webgpu', 10), wasm]).holds).toBe(false);
});

it('a schedule is judged by the cost at which it had the loss', () => {
  const compared: ScheduleComparison = {
    pair: 'a after b',
    width: 128,
    height: 96,
    firstLoss: 100,
    fullSizeLoss: 2,
    fullSizeCost: 300,
    coarseToFineLoss: 1,
    coarseToFineCost: 120,
    stages: [],
    milestones: [],
  };
  const holds = judgeSchedules([{ ...compared, share: 1 / 3 }, { ...compared, share: 0.34 }, compared]);
  expect(holds.map((demand) => demand.holds)).toEqual([true, false, false]);
});

it('options: what is not known is an error', () => {
  expect(parseBenchOptions(['--quick', '--out', 'a.json'], 'data')).toEqual({
    quick: true,
    data: 'data',
    out: 'a.json',
  });
  expect(parseBenchOptions(['--help'], 'data')).toBeUndefined();
  expect(() => parseBenchOptions(['--fast'], 'data')).toThrow('--fast');
});
