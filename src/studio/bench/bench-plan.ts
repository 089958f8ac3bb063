import type { EngineChoice } from '../../benchmark/open-case.ts';
import type { BenchCase } from '../../benchmark/run-case.ts';
import { createParams } from '../../project/resolve.ts';
import type { Params } from '../../project/schema.ts';

/** Engines of the page, by the name that stands in its form. */
const ENGINES = {
  fused: { engine: 'fused', device: 'webgpu' },
  tfjs: { engine: 'tfjs', device: 'webgpu' },
  wasm: { engine: 'tfjs', device: 'wasm' },
} as const satisfies Record<string, EngineChoice>;

export type EngineName = keyof typeof ENGINES;

/** Widths of the squares that can be timed. */
export const WIDTHS = [64, 128, 256, 512, 640, 1024] as const;

/** The first two blocks of the network. */
const SHALLOW: Partial<Params> = {
  nn_content_layers: ['conv2_1'],
  nn_style_layers: ['relu1_1', 'relu2_1'],
  nn_style_layer_weights: [1, 1],
};

/** What a person chose to time. */
export interface BenchPlan {
  readonly engines: readonly EngineName[];
  readonly widths: readonly number[];
  /** those of the default params, or the first two blocks alone, for a quick try */
  readonly layers: 'default' | 'shallow';
}

/** Milliseconds of one case, about: slow engines do fewer evaluations. */
const PATIENCE = 10_000;
/** Evaluations of one run of L-BFGS, and how many runs are timed. */
const EVALUATIONS = 30;
const REPEATS = 3;

/** The cases of a plan: for each size all engines, side by side. */
export function casesOf({ engines, widths }: BenchPlan): BenchCase[] {
  const chosen = (Object.keys(ENGINES) as EngineName[]).filter((name) => engines.includes(name));
  return widths
    .toSorted((a, b) => a - b)
    .flatMap((width) =>
      chosen.map((name) => ({
        ...ENGINES[name],
        size: { width, height: width },
        evaluations: EVALUATIONS,
        repeats: REPEATS,
        patience: PATIENCE,
      })),
    );
}

/** The params of a plan. */
export function paramsOf({ layers }: BenchPlan): Params {
  return createParams(layers === 'shallow' ? SHALLOW : {});
}

/** What to begin with: a graphics card is quick enough for the sizes that people paint at, a processor is not. */
export function firstPlan(fast: boolean): BenchPlan {
  return fast
    ? { engines: ['fused', 'tfjs'], widths: [256, 512], layers: 'default' }
    : { engines: ['fused', 'wasm'], widths: [64], layers: 'default' };
}
