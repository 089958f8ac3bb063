import { ADAM_FIELDS } from '../adam-state.ts';
import { ACTIONS } from '../progress-state.ts';
import { viewState } from '../state-layout.ts';
import type { AdamUpdateArgs } from './adam-update.ts';

const EPSILON = 1e-8;

/** CPU reference of `adamUpdate`. */
export function adamUpdateCpu(args: AdamUpdateArgs<Float32Array>): void {
  const { trial, gradient, best, first, second } = args;
  const state = viewState(ADAM_FIELDS, args.state);
  if (!state.actions) return;
  best.set(trial);
  if (!(state.actions & ACTIONS.move)) return;
  const { updates, rate, beta1, beta2, rest1, rest2 } = state;
  for (let i = 0; i < trial.length; i++) {
    const g = gradient[i]!;
    first[i] = rest1 * g + (updates > 1 ? beta1 * first[i]! : 0);
    second[i] = rest2 * g * g + (updates > 1 ? beta2 * second[i]! : 0);
    trial[i]! -= (rate * first[i]!) / (Math.sqrt(second[i]!) + EPSILON);
  }
}
