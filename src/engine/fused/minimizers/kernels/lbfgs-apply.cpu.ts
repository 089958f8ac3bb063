import { LBFGS_FIELDS, LBFGS_HEADER } from '../lbfgs-state.ts';
import { imagePlace, packedLength } from '../packing.ts';
import { ACTIONS } from '../progress-state.ts';
import { viewState } from '../state-layout.ts';
import type { LbfgsApplyArgs } from './lbfgs-apply.ts';

/** CPU reference of `lbfgsApply`. */
export function lbfgsApplyCpu(args: LbfgsApplyArgs<Float32Array>): void {
  const { trial, gradient, best, point, steps, changes } = args;
  const state = viewState(LBFGS_FIELDS, args.state);
  const { pixels, actions, slot, pairs, t, gradient_weight } = state;
  const length = 4 * packedLength(pixels);
  const asked = (action: number) => (actions & action) !== 0;
  for (let i = 0; i < 3 * pixels; i++) {
    const place = imagePlace(i);
    if (asked(ACTIONS.accept)) {
      if (asked(ACTIONS.push)) {
        steps[slot * length + i] = trial[place]! - point[i]!;
        changes[slot * length + i] = gradient[place]! - point[length + i]!;
      }
      point[i] = trial[place]!;
      point[length + i] = gradient[place]!;
    }
    if (asked(ACTIONS.keep)) {
      best[place] = trial[place]!;
      if (i % 3 === 2) best[place + 1] = 0;
    }
    if (asked(ACTIONS.turn)) {
      let direction = gradient_weight * point[length + i]!;
      for (let j = 0; j < pairs; j++) {
        direction += args.state[LBFGS_HEADER + 2 * j]! * steps[j * length + i]!;
        direction += args.state[LBFGS_HEADER + 2 * j + 1]! * changes[j * length + i]!;
      }
      point[2 * length + i] = direction;
    }
    if (asked(ACTIONS.move)) trial[place] = point[i]! + t * point[2 * length + i]!;
    if (asked(ACTIONS.recall)) trial[place] = best[place]!;
  }
  // The filling of packed vectors is zero: dot products run over it.
  for (let i = 3 * pixels; i < length; i++) {
    if (asked(ACTIONS.accept)) {
      point[i] = 0;
      point[length + i] = 0;
      if (asked(ACTIONS.push)) {
        steps[slot * length + i] = 0;
        changes[slot * length + i] = 0;
      }
    }
    if (asked(ACTIONS.turn)) point[2 * length + i] = 0;
  }
}
