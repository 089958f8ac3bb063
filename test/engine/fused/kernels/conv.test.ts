import { it } from 'vitest';
import { type ConvShape, directConv, directConvDispatch } from '../../../../src/engine/fused/kernels/conv-direct.ts';
import { type Band, tilesOf } from '../../../../src/engine/fused/kernels/geometry.ts';
import type { MatmulTile } from '../../../../src/engine/fused/kernels/matmul-parts.ts';
import {
  transformFilters,
  winogradDispatches,
  winogradKernels,
  winogradTileBytes,
} from '../../../../src/engine/fused/kernels/winograd.ts';
import { F2, F4 } from '../../../../src/engine/fused/kernels/winograd-transforms.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { runOnGpu } from '../../../support/gpu-kernel.ts';
import { convTrial, convUses } from './conv-cases.ts';

const size = { width: 13, height: 11 };
const tile: MatmulTile = { staging: true, rows: 16, columns: 32, depth: 16, perRow: 4, perColumn: 8 };

const shapesOf = (...channels: [inputs: number, outputs: number][]) =>
  channels.flatMap(([inputs, outputs]) =>
    convUses.map(([name, use]): [string, ConvShape] => [
      `${inputs} → ${outputs}, ${name}`,
      { inputs, outputs, ...use },
    ]),
  );

describeGpu('direct convolution', () => {
  it.each(shapesOf([4, 32], [32, 32], [32, 4], [16, 64]))('%s', async (_, shape) => {
    const { host, names, check } = convTrial(shape, size);
    const kernel = directConv(shape);
    const found = await runOnGpu(host, (b) =>
      directConvDispatch(
        kernel,
        size,
        shape.outputs,
        names.map((name) => b[name]!),
      ),
    );
    check(found, 1e-4);
  });
});

describeGpu.each([
  ['F(4×4, 3×3)', F4, 3e-4],
  ['F(2×2, 3×3)', F2, 1e-4],
])('Winograd convolution %s', (_, transform, tolerance) => {
  it.each(shapesOf([32, 32], [16, 64]))('%s', async (_, shape) => {
    const { host, names, check } = convTrial(shape, size);
    const kernels = winogradKernels(transform, shape, tile);
    const { across, down } = tilesOf(size);
    const bands: Band[] = [
      { first: 0, tiles: 2 * across, pitch: 16 },
      { first: 2 * across, tiles: (down - 2) * across, pitch: 16 },
    ];
    const floats = (winogradTileBytes(transform, 'f32') * bands[0]!.pitch) / 4;
    const buffers = {
      ...host,
      filters: transformFilters(transform, host.weights!, shape.inputs, shape.outputs),
      input: new Float32Array(floats * shape.inputs),
      components: new Float32Array(floats * shape.outputs),
    };
    const at = names.indexOf('weights');
    const found = await runOnGpu(buffers, (b: Record<string, GPUBuffer>) =>
      bands.flatMap((band) =>
        winogradDispatches(kernels, shape, size, band, tile, {
          source: names.slice(0, at).map((name) => b[name]!),
          filters: b.filters!,
          input: b.input!,
          output: b.components!,
          result: names.slice(at + 1).map((name) => b[name]!),
        }),
      ),
    );
    check(found, tolerance);
  });
});
