import { describe, expect, it } from 'vitest';
import { describePlan } from '../../../../src/engine/fused/plan/describe.ts';
import {
  cardStrategy,
  directOnly,
  type Strategy,
  softwareStrategy,
} from '../../../../src/engine/fused/plan/strategy.ts';
import { laidOutPlan, leastLimits } from '../../../support/laid-out-plan.ts';

function describeAt(width: number, height: number, strategy: Strategy) {
  const { size, laid } = laidOutPlan(width, height, { strategy });
  return describePlan(size, laid);
}

describe('a plan of the default layers', () => {
  it('takes less than 1.5 GB at 1280×720 with ten pairs, as features, masks and two gradients allow', () => {
    const plan = describeAt(1280, 720, cardStrategy(leastLimits));
    expect(plan.bytes).toBeLessThan(1.5e9);
    // Features at six taps alone are 480 MB: less would mean that something was forgotten.
    expect(plan.bytes).toBeGreaterThan(0.9e9);
    expect(plan.largestBuffer).toBe(4 * 64 * 1280 * 720);
  });

  it('counts the work of the direct convolution, whatever is chosen', () => {
    const flops = [cardStrategy(leastLimits), softwareStrategy, directOnly].map(
      (strategy) => describeAt(640, 640, strategy).flops,
    );
    // 620.2 GFLOP by formula, and little more for losses.
    for (const found of flops) expect(found / 620.2e9).toBeCloseTo(1, 2);
  });

  it('goes there and back through all thirteen layers, and seeds each loss once', () => {
    const { steps } = describeAt(64, 48, directOnly);
    const count = (name: string) => steps.filter((step) => step.name === name).length;
    expect([count('forward'), count('backward'), count('Gram'), count('Gram gradient'), count('content')]).toEqual([
      13, 13, 5, 5, 1,
    ]);
    // No layer before a pooling is tapped by default: what is spread out is spread out by the convolution that reads it.
    expect(count('unpool')).toBe(0);
    expect(steps.at(-1)!.name).toBe('minimiser');
  });
});
