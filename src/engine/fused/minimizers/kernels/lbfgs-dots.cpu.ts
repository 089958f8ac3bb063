import {
  DOT_THREADS,
  dotChunks,
  dotCount,
  SLOT_DOT_COUNT,
  SLOT_DOTS,
  TRIAL_DOT_COUNT,
  TRIAL_DOTS,
} from '../lbfgs-dots-layout.ts';
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
    const add = (dot: number, product: number) => {
      sums[row + dot]! += product;
    };
    add(TRIAL_DOTS.s_s, s * s);
    add(TRIAL_DOTS.s_y, s * y);
    add(TRIAL_DOTS.y_y, y * y);
    add(TRIAL_DOTS.g_s, g * s);
    add(TRIAL_DOTS.g_y, g * y);
    add(TRIAL_DOTS.g_g, g * g);
    add(TRIAL_DOTS.g_norm1, Math.abs(g));
    add(TRIAL_DOTS.g_d, g * point[2 * length + i]!);
    for (let j = 0; j < pairs; j++) {
      const sj = steps[j * length + i]!;
      const yj = changes[j * length + i]!;
      const slot = TRIAL_DOT_COUNT + j * SLOT_DOT_COUNT;
      add(slot + SLOT_DOTS.s_yj, s * yj);
      add(slot + SLOT_DOTS.sj_y, sj * y);
      add(slot + SLOT_DOTS.y_yj, y * yj);
      add(slot + SLOT_DOTS.g_sj, g * sj);
      add(slot + SLOT_DOTS.g_yj, g * yj);
    }
  }
  for (let chunk = 0; chunk < chunks; chunk++) {
    const used = TRIAL_DOT_COUNT + pairs * SLOT_DOT_COUNT;
    partials.set(sums.subarray(chunk * width, chunk * width + used), chunk * width);
  }
}
