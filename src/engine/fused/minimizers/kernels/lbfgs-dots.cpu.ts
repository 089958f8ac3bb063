import { DOT_THREADS, dotChunks, dotCount, SLOT_DOT_COUNT, TRIAL_DOT_COUNT } from '../lbfgs-dots-layout.ts';
import { LBFGS_FIELDS } from '../lbfgs-state.ts';
import { imageValue, packedLength } from '../packing.ts';
import { viewState } from '../state-layout.ts';
import type { LbfgsDotsArgs } from './lbfgs-dots.ts';

/** CPU reference of `lbfgsDots`. */
export function lbfgsDotsCpu(args: LbfgsDotsArgs<Float32Array>): void {
  const { trial, gradient, point, steps, changes, partials } = args;
  const { pixels, history, pairs, stop } = viewState(LBFGS_FIELDS, args.state);
  if (stop) return;
  const length = 4 * packedLength(pixels);
  const chunks = dotChunks(pixels);
  const width = dotCount(history);
  const sums = new Float64Array(chunks * width);
  for (let i = 0; i < length; i++) {
    const row = (Math.floor(i / 4 / DOT_THREADS) % chunks) * width;
    const g = imageValue(gradient, i);
    const s = Math.fround(imageValue(trial, i) - point[i]!);
    const y = Math.fround(g - point[length + i]!);
    [s * s, s * y, y * y, g * s, g * y, g * g, Math.abs(g), g * point[2 * length + i]!].forEach((product, d) => {
      sums[row + d]! += product;
    });
    for (let j = 0; j < pairs; j++) {
      const sj = steps[j * length + i]!;
      const yj = changes[j * length + i]!;
      [s * yj, sj * y, y * yj, g * sj, g * yj].forEach((product, d) => {
        sums[row + TRIAL_DOT_COUNT + j * SLOT_DOT_COUNT + d]! += product;
      });
    }
  }
  for (let chunk = 0; chunk < chunks; chunk++) {
    const used = TRIAL_DOT_COUNT + pairs * SLOT_DOT_COUNT;
    partials.set(sums.subarray(chunk * width, chunk * width + used), chunk * width);
  }
}
