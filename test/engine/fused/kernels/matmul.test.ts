import { expect, it } from 'vitest';
import { createRandom } from '../../../../src/core/random.ts';
import { matmul, matmulFits, matmulGrid } from '../../../../src/engine/fused/kernels/matmul.ts';
import type { MatmulResult, MatmulTile } from '../../../../src/engine/fused/kernels/matmul-parts.ts';
import { MATMUL_TILES, REGISTER_TILE } from '../../../../src/engine/fused/plan/strategy.ts';
import { smallestSubgroup } from '../../../../src/gpu/subgroups.ts';
import { describeGpu, testDevice } from '../../../support/gpu.ts';
import { runOnGpu } from '../../../support/gpu-kernel.ts';

function normal(length: number, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => random.normal());
}

/** Plain loops: [batch, rows, depth] × [batch, depth, columns]. */
function product(a: Float32Array, b: Float32Array, batch: number, rows: number, depth: number, columns: number) {
  const out = new Float32Array(batch * rows * columns);
  for (let z = 0; z < batch; z++) {
    for (let r = 0; r < rows; r++) {
      for (let n = 0; n < columns; n++) {
        let sum = 0;
        for (let k = 0; k < depth; k++) sum += a[(z * rows + r) * depth + k]! * b[(z * depth + k) * columns + n]!;
        out[(z * rows + r) * columns + n] = sum;
      }
    }
  }
  return out;
}

const tiles: MatmulTile[] = [
  ...MATMUL_TILES,
  REGISTER_TILE,
  { staging: true, rows: 64, columns: 4, depth: 4, perRow: 4, perColumn: 4 },
];

/** Two lanes leave several groups to any subgroup, four are a quad; with one and two loads a lane, along one and two vectors of the depth. */
const subgroupTiles: MatmulTile[] = [
  { staging: false, lanes: 2, rows: 4, columns: 8, depth: 4, perRow: 4, perColumn: 4 },
  { staging: false, lanes: 2, rows: 2, columns: 16, depth: 8, perRow: 2, perColumn: 8 },
  { staging: false, lanes: 4, rows: 4, columns: 16, depth: 4, perRow: 4, perColumn: 4 },
  { staging: false, lanes: 4, rows: 4, columns: 16, depth: 8, perRow: 4, perColumn: 4 },
  { staging: false, lanes: 4, rows: 4, columns: 64, depth: 4, perRow: 4, perColumn: 16 },
];

/** Largest difference of a product on the GPU from plain loops. */
async function apart(tile: MatmulTile, kind: 'any' | 'padded', rows: number): Promise<number> {
  const [batch, depth, columns] = [2, tile.depth * 3, tile.columns * 2];
  const host = {
    a: normal(batch * rows * depth, 1),
    b: normal(batch * depth * columns, 2),
    output: new Float32Array(batch * rows * columns),
  };
  const kernel = matmul({ depth, columns, tile, rows: kind, result: 'store' });
  const found = await runOnGpu(host, ({ a, b, output }) => ({
    kernel,
    buffers: [a, b, output],
    ...matmulGrid({ rows, columns, batch, tile }),
  }));
  const wanted = product(host.a, host.b, batch, rows, depth, columns);
  return wanted.reduce((most, v, i) => Math.max(most, Math.abs(v - found.output[i]!)), 0);
}

describeGpu('matrix product', () => {
  // Both ways of treating rows, in turn: compiling such a kernel takes a software adapter seconds.
  it.each(tiles.map((tile, i) => [tile, i % 2 === 0 ? 'any' : 'padded'] as const))(
    '%o, %s rows',
    async (tile, kind) => {
      expect(await apart(tile, kind, kind === 'padded' ? tile.rows * 2 : tile.rows + 3)).toBeLessThan(1e-4);
    },
  );

  it.for(subgroupTiles)('%o, any rows', async (tile, { skip }) => {
    const device = await testDevice();
    skip(!matmulFits(tile, device.limits, smallestSubgroup(device)), 'the device has no such subgroups');
    for (const rows of [1, tile.rows * 2, 37]) expect(await apart(tile, 'any', rows)).toBeLessThan(1e-4);
  });
});

/** What a tap holds. */
const features = { relu: (v: number) => Math.max(v, 0), conv: (v: number) => v };

/** What the product leaves of a gradient: see `MatmulResult`. */
function seeded({ tap, base }: Exclude<MatmulResult, 'store'>, there: number, value: number, feature: number): number {
  const before = base === 'none' ? 0 : there;
  if (tap === 'relu') return feature > 0 ? before + value : 0;
  return (base === 'raw' && feature <= 0 ? 0 : before) + value;
}

const results = (['relu', 'conv'] as const).flatMap((tap) =>
  (['none', 'raw', 'masked'] as const).map((base) => ({ tap, base })),
);
const subgroupTile = subgroupTiles[2]!;
const gradients = [
  ...results.map((result) => [result, subgroupTile] as const),
  // They share the text of the result.
  [{ tap: 'relu', base: 'raw' }, REGISTER_TILE] as const,
  [
    { tap: 'conv', base: 'raw' },
    { ...MATMUL_TILES[3]!, columns: 16 },
  ] as const,
];

describeGpu('matrix product as the gradient of a style loss', () => {
  it.for(gradients)('%o with %o', async ([result, tile], { skip }) => {
    const device = await testDevice();
    skip(!matmulFits(tile, device.limits, smallestSubgroup(device)), 'the device has no such subgroups');
    const [rows, channels] = [21, 32];
    const host = {
      a: normal(rows * channels, 1).map(features[result.tap]),
      b: normal(channels * channels, 2),
      output: normal(rows * channels, 3),
    };
    const kernel = matmul({ depth: channels, columns: channels, tile, rows: 'any', result });
    const found = await runOnGpu(host, ({ a, b, output }) => ({
      kernel,
      buffers: [a, b, output],
      ...matmulGrid({ rows, columns: channels, batch: 1, tile }),
    }));
    const wanted = product(host.a, host.b, 1, rows, channels, channels).map((v, i) =>
      seeded(result, host.output[i]!, v, host.a[i]!),
    );
    const most = wanted.reduce((worst, v, i) => Math.max(worst, Math.abs(v - found.output[i]!)), 0);
    expect(most).toBeLessThan(1e-4);
  });
});
