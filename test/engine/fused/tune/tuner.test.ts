import { expect, it } from 'vitest';
import { type ConvCase, directOnly, type Strategy } from '../../../../src/engine/fused/plan/strategy.ts';
import { candidates } from '../../../../src/engine/fused/tune/candidates.ts';
import { createTuner, type TunerMemory } from '../../../../src/engine/fused/tune/tuner.ts';
import { describeGpu, testDevice } from '../../../support/gpu.ts';

// Of the tiles the one in registers alone fits 16 channels: two candidates, which a software adapter measures in a second.
const conv: ConvCase = { direction: 'forward', inputs: 16, outputs: 16, size: { width: 15, height: 17 } };
const base: Strategy = directOnly;

function memory(known: Record<string, string> = {}): TunerMemory & { saved: Record<string, string>[] } {
  const saved: Record<string, string>[] = [];
  return { saved, load: async () => known, save: async (choices) => void saved.push({ ...choices }) };
}

describeGpu('the tuner', () => {
  it('measures each shape once, and keeps what it found by a name that it knows again', async () => {
    const device = await testDevice();
    const kept = memory();
    const tuner = createTuner(device, base, kept);
    const names = candidates(conv, device.limits).map(({ name }) => name);
    expect(names.length).toBe(2);
    await tuner.prepare([conv, conv]);
    await tuner.prepare([{ ...conv, size: { width: 16, height: 16 } }]);
    expect(kept.saved).toHaveLength(1);
    const [shape] = Object.keys(kept.saved[0]!);
    expect(names).toContain(kept.saved[0]![shape!]);
    // The other choice is believed as well: nothing is measured again.
    for (const name of names) {
      const before = memory({ [shape!]: name });
      const strategy = await createTuner(device, base, before).prepare([conv]);
      expect(strategy.conv(conv).kind).toBe(name.split(' ')[0]);
      expect(before.saved).toEqual([]);
    }
  });

  it('leaves convolutions of few channels to the strategy it began with', async () => {
    const kept = memory();
    const few: ConvCase = { ...conv, inputs: 4 };
    const strategy = await createTuner(await testDevice(), base, kept).prepare([few]);
    expect(strategy.conv(few)).toEqual({ kind: 'direct' });
    expect(kept.saved).toEqual([]);
  });

  it('works where what was kept cannot be read, or nothing can be kept', async () => {
    const broken: TunerMemory = {
      load: () => Promise.reject(new Error('no')),
      save: () => Promise.reject(new Error('no')),
    };
    const strategy = await createTuner(await testDevice(), base, broken).prepare([conv]);
    expect(['direct', 'winograd']).toContain(strategy.conv(conv).kind);
  });
});
