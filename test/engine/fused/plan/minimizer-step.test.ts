import { expect, it } from 'vitest';
import { type MinimizerChoice, planMinimizer } from '../../../../src/engine/fused/plan/minimizer-step.ts';
import type { ObjectivePlan } from '../../../../src/engine/fused/plan/objective-plan.ts';
import type { Tensor } from '../../../../src/engine/fused/plan/tensor.ts';
import { layout } from '../../../../src/engine/fused/workspace.ts';
import type { MinimizeOptions } from '../../../../src/engine/objective.ts';
import { describeGpu } from '../../../support/gpu.ts';
import type { TestObjective } from '../minimizers/objectives.ts';
import { openGpuRun } from '../minimizers/run.ts';

const size = { width: 30, height: 7 };
const pixels = size.width * size.height;
const bowl: TestObjective = { kind: 'bowl', pixels, condition: 1000 };
const stops = { evaluations: 30, ftol: 0, ftolInterval: 1 };

/** As much of an objective's plan as a minimiser's looks at. */
const plan = {
  size,
  image: { name: 'trial', floats: 4 * pixels, kind: 'kept' },
  gradient: { name: 'gradient', floats: 4 * pixels, kind: 'kept' },
  totals: { name: 'losses', floats: 4, kind: 'kept' },
} as unknown as ObjectivePlan;

async function minimize(choice: MinimizerChoice, options: MinimizeOptions, bindingLimit?: number) {
  const { step, start, moments = [] } = planMinimizer(plan, choice, bindingLimit);
  const nameOf = ({ name }: Tensor) => name.replace(`${choice.minimizer} `, '');
  const objective = [plan.image, plan.gradient, plan.totals];
  const own = step.tensors.filter((tensor) => !objective.includes(tensor));
  const sizes = Object.fromEntries(own.map((tensor) => [nameOf(tensor), tensor.floats]));
  const run = await openGpuRun(pixels, sizes, (shared, buffers) =>
    step.dispatches((tensor) => ({ ...shared, ...buffers })[nameOf(tensor)]!),
  );
  const x = Float32Array.from({ length: 3 * pixels }, (_, i) => (i % 2 ? 1 : -1.2));
  const earlier = options.minimizer === 'adam' ? options.moments : undefined;
  const rows = moments.flatMap(({ first, second, pixels: { from, to } }) => {
    const part = (values: Float32Array) => values.subarray(3 * from, 3 * to);
    return earlier
      ? ([
          [nameOf(first), part(earlier.first)],
          [nameOf(second), part(earlier.second)],
        ] as const)
      : [];
  });
  run.start(x, start(options, 0), bowl, Object.fromEntries(rows));
  await run.evaluate(options.evaluations);
  const read = await run.read();
  run.close();
  return {
    rows: read.rows,
    best: read.best,
    variant: step.variant,
    dispatches: step.dispatches(() => ({}) as GPUBuffer).length,
  };
}

const adam: MinimizeOptions = { minimizer: 'adam', learningRate: 0.1, beta1: 0.9, beta2: 0.999, ...stops };
const moments = {
  first: Float32Array.from({ length: 3 * pixels }, (_, i) => Math.sin(i)),
  second: Float32Array.from({ length: 3 * pixels }, (_, i) => 1 + (i % 5)),
  updates: 9,
};

const cases: [string, MinimizerChoice, MinimizeOptions, number][] = [
  [
    // a run with a shorter history than the buffers have room for
    'L-BFGS',
    { minimizer: 'lbfgs', history: 3 },
    { minimizer: 'lbfgs', history: 2, lineSearch: 'wolfe', firstStep: 0.1, ...stops },
    4 * 9 * 64,
  ],
  ['Adam', { minimizer: 'adam' }, adam, 1024],
  ['Adam with the moments of an earlier run', { minimizer: 'adam' }, { ...adam, moments }, 1024],
];

describeGpu('a minimiser whose vectors are in parts', () => {
  it.each(cases)('goes the same way: %s', async (_, choice, options, limit) => {
    const whole = await minimize(choice, options);
    const parts = await minimize(choice, options, limit);
    expect(whole.variant).not.toContain('bands');
    expect(parts.variant).toContain('4 bands');
    expect(parts.dispatches).toBe(choice.minimizer === 'lbfgs' ? 4 + 1 + 4 : 1 + 4);
    expect(parts.rows).toHaveLength(options.evaluations);
    // Dot products in another order: 1e-7 that grows from step to step.
    for (const [i, row] of whole.rows.slice(0, 12).entries()) {
      expect(Math.abs(parts.rows[i]!.terms.total / row.terms.total - 1)).toBeLessThan(1e-4);
    }
    expect(parts.rows.at(-1)!.terms.total).toBeLessThan(1.05 * whole.rows.at(-1)!.terms.total);
    expect(parts.rows.at(-1)!.terms.total).toBeLessThan(0.2 * parts.rows[0]!.terms.total);
    expect(parts.best).toHaveLength(3 * pixels);
    expect(parts.best.every(Number.isFinite)).toBe(true);
  });
});

it('binds no more than the limit in parts, thirty pairs of 1920×1080 in 128 MiB', () => {
  const large = { ...plan, size: { width: 1920, height: 1080 } };
  const bytes = (limit?: number) => layout([planMinimizer(large, { minimizer: 'lbfgs', history: 30 }, limit).step]);
  expect(bytes().largestBinding).toBeGreaterThan(700e6);
  expect(bytes(128 * 2 ** 20).largestBinding).toBeLessThanOrEqual(128 * 2 ** 20);
  const total = ({ slots }: ReturnType<typeof bytes>) => slots.floats.reduce((sum, n) => sum + n, 0);
  // Each part has rows of partial sums of its own.
  expect(total(bytes(128 * 2 ** 20)) / total(bytes())).toBeLessThan(1.001);
});
