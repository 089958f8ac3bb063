import { describe, expect, it } from 'vitest';
import type { Storage } from '../../../../src/engine/fused/kernels/storage.ts';
import { type ConvCase, directOnly, type Strategy } from '../../../../src/engine/fused/plan/strategy.ts';
import { candidates } from '../../../../src/engine/fused/tune/candidates.ts';
import type { measure } from '../../../../src/engine/fused/tune/measure.ts';
import { createTuner, type TunerMemory } from '../../../../src/engine/fused/tune/tuner.ts';
import { describeGpu, testDevice } from '../../../support/gpu.ts';

// Of the tiles the one in registers alone fits 16 channels: a software adapter measures all candidates in seconds.
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
    const names = candidates(conv, 'f32', device).map(({ name }) => name);
    expect(names.length).toBe(3);
    await tuner.prepare([conv, conv], 'f32');
    await tuner.prepare([{ ...conv, size: { width: 16, height: 16 } }], 'f32');
    expect(kept.saved).toHaveLength(1);
    const [shape] = Object.keys(kept.saved[0]!);
    expect(names).toContain(kept.saved[0]![shape!]);
    // The other choices are believed as well: nothing is measured again.
    for (const name of names) {
      const before = memory({ [shape!]: name });
      const strategy = await createTuner(device, base, before).prepare([conv], 'f32');
      expect(strategy.conv(conv).kind).toBe(name.split(' ')[0]);
      expect(before.saved).toEqual([]);
    }
  });
});

/** A device that nothing is run on. */
const device = {
  limits: {
    maxComputeWorkgroupStorageSize: 16384,
    maxComputeInvocationsPerWorkgroup: 256,
    maxStorageBufferBindingSize: 2 ** 27,
  },
  features: new Set(),
} as unknown as GPUDevice;

/** Measures nothing: the candidate of the wanted kind is the fastest. What it was asked stays. */
function measurer(fastest: (storage: Storage) => string) {
  const asked: [conv: string, storage: Storage][] = [];
  const time: typeof measure = async (_, { inputs, outputs }, storage, list) => {
    asked.push([`${inputs} to ${outputs}`, storage]);
    return list.map(({ variant }) => (variant.kind === fastest(storage) ? 1 : 2));
  };
  return { asked, time };
}

describe('the tuner, by what a measurement says', () => {
  it('measures with the storage of the plan, and keeps a choice for each', async () => {
    const kept = memory();
    const { asked, time } = measurer((storage) => (storage === 'f16' ? 'staged' : 'direct'));
    const tuner = createTuner(device, base, kept, time);
    const half = await tuner.prepare([conv], 'f16');
    const full = await tuner.prepare([conv], 'f32');
    expect(asked).toEqual([
      ['16 to 16', 'f16'],
      ['16 to 16', 'f32'],
    ]);
    expect(half.conv(conv)).toEqual({ kind: 'staged' });
    expect(full.conv(conv)).toEqual({ kind: 'direct' });
    const choices = kept.saved.at(-1)!;
    expect(choices).toEqual({ '16 to 16, 2^4 tiles, f16': 'staged', '16 to 16, 2^4 tiles': 'direct' });
    // Kept choices are found again by storage.
    const later = createTuner(device, base, memory(choices), () => Promise.reject(new Error('measured again')));
    expect((await later.prepare([conv], 'f16')).conv(conv)).toEqual({ kind: 'staged' });
    expect((await later.prepare([conv], 'f32')).conv(conv)).toEqual({ kind: 'direct' });
  });

  it('measures the layers at the image too, the way back to it for itself', async () => {
    const { asked, time } = measurer(() => 'staged');
    const there: ConvCase = { ...conv, inputs: 4, outputs: 64 };
    const back: ConvCase = { ...conv, direction: 'backward', inputs: 64, outputs: 4 };
    const strategy = await createTuner(device, base, memory(), time).prepare([there, back], 'f32');
    expect(asked.map(([name]) => name)).toEqual(['4 to 64', '64 to 4']);
    expect(strategy.conv(there)).toEqual({ kind: 'staged' });
    expect(strategy.conv(back)).toEqual({ kind: 'staged' });
    const known = createTuner(device, base, memory(), measurer(() => 'image').time);
    expect((await known.prepare([back], 'f32')).conv(back)).toEqual({ kind: 'image' });
    // The same channels the way there are another matter.
    expect((await known.prepare([], 'f32')).conv({ ...back, direction: 'forward' })).toEqual({ kind: 'direct' });
  });

  it('stays with the guess where measuring fails or nothing runs, and keeps nothing', async () => {
    const guess: Strategy = { ...base, conv: () => ({ kind: 'image' }) };
    for (const time of [async () => Promise.reject(new Error('no memory')), async () => [1 / 0, 1 / 0, 1 / 0]]) {
      const kept = memory();
      const strategy = await createTuner(device, guess, kept, time).prepare([conv], 'f32');
      expect(strategy.conv(conv)).toEqual({ kind: 'image' });
      expect(kept.saved).toEqual([]);
    }
  });

  it('works where what was kept cannot be read, or nothing can be kept', async () => {
    const broken: TunerMemory = {
      load: () => Promise.reject(new Error('no')),
      save: () => Promise.reject(new Error('no')),
    };
    const { time } = measurer(() => 'staged');
    const strategy = await createTuner(device, base, broken, time).prepare([conv], 'f32');
    expect(strategy.conv(conv)).toEqual({ kind: 'staged' });
  });
});
