import { expect, it } from 'vitest';
import { createRandom } from '../../../../src/core/random.ts';
import { matmul, matmulGrid } from '../../../../src/engine/fused/kernels/matmul.ts';
import type { MatmulTile } from '../../../../src/engine/fused/kernels/matmul-parts.ts';
import { MATMUL_TILES, REGISTER_TILE } from '../../../../src/engine/fused/plan/strategy.ts';
import { describeGpu } from '../../../support/gpu.ts';
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

describeGpu('matrix product', () => {
  // Both ways of treating rows, in turn: compiling such a kernel takes a software adapter seconds.
  it.each(tiles.map((tile, i) => [tile, i % 2 === 0 ? 'any' : 'padded'] as const))(
    '%o, %s rows',
    async (tile, kind) => {
      const rows = kind === 'padded' ? tile.rows * 2 : tile.rows + 3;
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
      const apart = wanted.reduce((most, v, i) => Math.max(most, Math.abs(v - found.output[i]!)), 0);
      expect(apart).toBeLessThan(1e-4);
    },
  );
});
