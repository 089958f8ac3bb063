import { exposureChange, type ToneCurve } from '../../frames/tone-curve.ts';
import { balanceWords } from '../../frames/tone-words.ts';
import type { Params } from '../../project/schema.ts';
import type { RunState } from '../state/run-store.ts';

interface BalanceFacts {
  readonly params: Pick<Params, 'frame_balance' | 'flow_method'>;
  /** of the film */
  readonly frames: number;
  readonly tones: readonly (ToneCurve | null)[] | null;
  readonly comparing: RunState['comparing'];
}

/** What is known of the light of the film, in a sentence. */
export function balanceReport({ params, frames, tones, comparing }: BalanceFacts): string {
  if (params.frame_balance === 'none') return 'Photographs are painted in the light they were taken in.';
  if (frames < 2) return 'A single picture has no neighbours to be matched with.';
  if (params.flow_method === 'none') return 'Needs the motion between frames: choose a flow_method under Tune.';
  if (comparing) return `Comparing frame ${comparing.pair + 2} of ${comparing.pairs + 1} with the one before.`;
  if (!tones) return 'Measured when painting begins.';
  const words = balanceWords(tones);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** Least change that fills half of the plot, in stops: smaller ones must not look large. */
const LEAST_RANGE = 0.5;

/** A bar of the plot, in units of its frame's width and of the height. */
export interface ExposureBar {
  /** 0 at the top, 1 at the bottom */
  readonly top: number;
  readonly height: number;
}

/** One bar for each frame, up from the middle where it is brightened, down where it is darkened. */
export function exposureBars(tones: readonly (ToneCurve | null)[]): ExposureBar[] {
  const changes = tones.map((tone) => (tone ? exposureChange(tone) : 0));
  const range = changes.reduce((most, change) => Math.max(most, Math.abs(change)), LEAST_RANGE);
  return changes.map((change) => {
    const height = Math.abs(change) / range / 2;
    return { top: change > 0 ? 0.5 - height : 0.5, height };
  });
}
