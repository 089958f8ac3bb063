import { expect, it } from 'vitest';
import type { Size } from '../../../../src/core/image.ts';
import type { ConvShape } from '../../../../src/engine/fused/kernels/conv-direct.ts';
import { stagedConv, stagedConvDispatch } from '../../../../src/engine/fused/kernels/conv-staged.ts';
import { type Band, tilesOf, wholeBand } from '../../../../src/engine/fused/kernels/geometry.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { runOnGpu } from '../../../support/gpu-kernel.ts';
import { convTrial, convUses } from './conv-cases.ts';

/** Odd ends, with more than one workgroup each way; less than a block; a row; what workgroups fill exactly. */
const sizes = [
  [37, 19],
  [1, 1],
  [2, 3],
  [17, 1],
  [32, 16],
].map(([width, height]) => ({ width: width!, height: height! }));

/** A map in one dispatch, or in one for its first row of tiles and one for the rest. */
function bandsOf(size: Size): Band[] {
  const { tiles } = wholeBand(size);
  const { across, down } = tilesOf(size);
  if (down === 1) return [wholeBand(size)];
  return [
    { first: 0, tiles: across, pitch: across },
    { first: across, tiles: tiles - across, pitch: tiles - across },
  ];
}

/** Each way in and out; then all cuts (one, two and four lanes over the channels) with the image at either end. */
const cases: readonly (readonly [inputs: number, outputs: number, use: number])[] = [
  ...convUses.map((_, use) => [4, 32, use] as const),
  [32, 4, 6],
  [8, 8, 3],
  [12, 16, 6],
  [16, 64, 3],
];

describeGpu('convolution staged in workgroup memory', () => {
  it.each(cases.map(([inputs, outputs, use]) => [inputs, outputs, ...convUses[use]!] as const))(
    '%i → %i, %s',
    async (inputs, outputs, _, use) => {
      const shape: ConvShape = { inputs, outputs, ...use };
      const kernel = stagedConv(shape);
      const trials = sizes.map((size) => convTrial(shape, size));
      // All sizes in one run: a software adapter compiles the kernel for seconds.
      const key = (name: string, i: number) => `${name}, ${i}`;
      const host = trials.flatMap((trial, i) =>
        Object.entries(trial.host).map(([name, v]) => [key(name, i), v] as const),
      );
      const found = await runOnGpu<Record<string, Float32Array>>(Object.fromEntries(host), (b) =>
        trials.flatMap(({ names }, i) => {
          const buffers = names.map((name) => b[key(name, i)]!);
          const size = sizes[i]!;
          return bandsOf(size).map((band) => stagedConvDispatch(kernel, size, outputs, buffers, band));
        }),
      );
      trials.forEach(({ names, check }, i) => {
        check(Object.fromEntries(names.map((name) => [name, found[key(name, i)]!])), 1e-4);
      });
    },
  );

  it('needs no more workgroup memory than every device has', () => {
    for (const outputs of [4, 8, 12, 16, 32, 64, 512]) {
      const { code } = stagedConv({ inputs: 16, outputs, ...convUses[0]![1] });
      const vectors = [...code.matchAll(/var<workgroup> \w+: array<vec4f, (\d+)>/g)].map(([, n]) => Number(n));
      expect(vectors).toHaveLength(2);
      expect(16 * vectors.reduce((a, b) => a + b)).toBeLessThanOrEqual(16384);
    }
  });
});
