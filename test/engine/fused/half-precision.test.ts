import { describe, expect, it } from 'vitest';
import { createFusedObjectives, type FusedOptions, type FusedParams } from '../../../src/engine/fused/objectives.ts';
import { cardStrategy, type Strategy } from '../../../src/engine/fused/plan/strategy.ts';
import { fixedTuner } from '../../../src/engine/fused/tune/tuner.ts';
import type { Evaluation } from '../../../src/engine/objective.ts';
import { describeGpu, testDevice } from '../../support/gpu.ts';
import { waves } from '../../support/images.ts';
import { allTerms, defaultLayers } from '../../support/objective-params.ts';
import { unevenNetwork } from '../../support/uneven-network.ts';

const params: FusedParams = {
  ...defaultLayers,
  ...allTerms,
  weight_tv: 0,
  weight_temporal: 0,
  job_minimizer: 'lbfgs',
  job_lbfgs_history: 10,
};

async function evaluate(options: FusedOptions): Promise<Evaluation> {
  const network = unevenNetwork(64);
  const factory = createFusedObjectives(await testDevice(), network, params, options);
  const style = await factory.styleTarget([{ image: waves(61, 46, 5), weight: 1 }]);
  const objective = await factory.create({ content: waves(53, 37, 3), style, temporal: [] });
  const found = await objective.evaluate(waves(53, 37, 9).data.map((v, i) => v - network.mean[i % 3]!));
  objective.dispose();
  factory.dispose();
  return found;
}

const halves = process.env.PLEIN_AIR_NO_GPU !== '1' && (await testDevice()).features.has('shader-f16');
if (!halves) process.stderr.write('no adapter with shader-f16: half precision is not run\n');

describe.skipIf(!halves)('half precision on a card that has it', () => {
  /** Winograd of F(2×2) throughout, with components in half precision. */
  const small = async (): Promise<FusedOptions> => {
    const card = cardStrategy((await testDevice()).limits);
    const conv: Strategy['conv'] = (task) => {
      const variant = card.conv(task);
      return variant.kind === 'winograd' ? { ...variant, outputs: 2 } : variant;
    };
    return { tuner: fixedTuner({ ...card, conv }) };
  };

  it.each([
    ['filters kept', { sparing: false }],
    ['sparing', { sparing: true }],
    ['F(2×2), filters kept', { sparing: false, small: true }],
    ['F(2×2), sparing', { sparing: true, small: true }],
  ])(
    'agrees with single precision to three digits: %s',
    async (_, options) => {
      const half = await evaluate({
        storage: 'f16',
        sparing: options.sparing,
        ...('small' in options && (await small())),
      });
      const full = await evaluate({ storage: 'f32' });
      for (const term of ['content', 'style'] as const) {
        expect(Math.abs(half.terms[term] / full.terms[term] - 1), term).toBeLessThan(5e-3);
      }
      const apart = Math.hypot(...full.gradient.map((g, i) => g - half.gradient[i]!));
      expect(apart / Math.hypot(...full.gradient)).toBeLessThan(1e-2);
    },
    120_000,
  );
});

describeGpu('half precision on a card that lacks it', () => {
  it.runIf(!halves)('is refused in plain words', async () => {
    const device = await testDevice();
    expect(() => createFusedObjectives(device, unevenNetwork(8), params, { storage: 'f16' })).toThrow(/shader-f16/);
  });
});
