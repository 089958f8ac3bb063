import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { FloatImage } from '../../src/core/image.ts';
import { createCpuFlowEstimator } from '../../src/flow/cpu-estimator.ts';
import { readFlo } from '../../src/flow/flo.ts';

const folder = new URL('../../../shared/data/middlebury/', import.meta.url);
const crop = { width: 192, height: 144 };

async function load(scene: string, name: string, left: number, top: number): Promise<FloatImage> {
  const file = fileURLToPath(new URL(`${scene}/${name}.png`, folder));
  const { data } = await sharp(file)
    .removeAlpha()
    .extract({ left, top, ...crop })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { ...crop, channels: 3, data: Float32Array.from(data) };
}

describe.skipIf(!existsSync(folder))('flow against ground truth (skipped where ../shared/data is absent)', () => {
  const estimator = createCpuFlowEstimator({
    flow_consistency_rel: 0.01,
    flow_consistency_abs: 0.5,
    flow_edge_rule: 'ruder2016',
    flow_edge_rel: 0.01,
    flow_edge_abs: 0.002,
    flow_mask_blur: 0.8,
    flow_mask_min_filter: 0,
    flow_edge_value: 0,
  });

  // Crops keep this quick; motion across their borders makes them harder than the whole pairs. Bounds lie about a
  // third above what was measured: they notice a break, not a digit.
  it.each([
    ['RubberWhale', 200, 120, 0.11],
    ['Grove2', 220, 160, 0.23],
    ['Urban3', 220, 160, 0.45],
  ])('%s: mean end-point error of a crop', async (scene, left, top, bound) => {
    const a = await load(scene, 'frame10', left, top);
    const b = await load(scene, 'frame11', left, top);
    const truth = readFlo(readFileSync(new URL(`${scene}/flow10.flo`, folder)), `${scene}/flow10.flo`);
    const { forward, reliability } = await estimator.estimate(a, b);
    let sum = 0;
    let count = 0;
    let trustedSum = 0;
    let trustedCount = 0;
    for (let y = 0; y < crop.height; y++) {
      for (let x = 0; x < crop.width; x++) {
        const i = y * crop.width + x;
        const t = (y + top) * truth.width + x + left;
        const [u, v] = [truth.data[2 * t]!, truth.data[2 * t + 1]!];
        if (Math.abs(u) > 1e9 || Math.abs(v) > 1e9) continue;
        const error = Math.hypot(forward.data[2 * i]! - u, forward.data[2 * i + 1]! - v);
        sum += error;
        count++;
        if (reliability.forward.data[i]! < 0.5) continue;
        trustedSum += error;
        trustedCount++;
      }
    }
    expect(sum / count).toBeLessThan(bound);
    // What the mask trusts must be better than the whole, and most of the picture.
    expect(trustedSum / trustedCount).toBeLessThan(sum / count);
    expect(trustedCount / count).toBeGreaterThan(0.7);
  });
});
