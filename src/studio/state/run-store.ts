import { create } from 'zustand';
import type { PleinAirError } from '../../core/errors.ts';
import type { Size } from '../../core/image.ts';
import type { LossTerms } from '../../engine/losses/terms.ts';
import type { LivePicture } from '../../render/worker/client.ts';

/** Where a frame of the film is. */
export type FrameState = 'waiting' | 'painting' | 'painted';

/** A point of the loss curve. */
export interface LossPoint {
  readonly evaluation: number;
  /** at this size alone comparable */
  readonly size: Size;
  readonly terms: LossTerms;
}

/** What the current or last run has told. */
export interface RunState {
  readonly status: 'idle' | 'starting' | 'painting' | 'paused' | 'done' | 'stopped' | 'failed';
  readonly adapter: string | null;
  readonly untrainedLayers: readonly string[];
  /** one per frame of the film, empty before a run has prepared them */
  readonly frames: readonly FrameState[];
  /** object URLs of painted frames, as people see them, by index */
  readonly painted: Readonly<Record<number, string>>;
  /** of the frame in work */
  readonly index: number;
  readonly evaluation: number;
  readonly evaluations: number;
  readonly losses: readonly LossPoint[];
  /** evaluations a second, measured; null at first */
  readonly rate: number | null;
  /** seconds for the film; null at first */
  readonly timeLeft: number | null;
  /** 0–1 of the film */
  readonly progress: number;
  readonly picture: LivePicture | null;
  readonly messages: readonly string[];
  readonly error: PleinAirError | null;
  /** YAML of the record, once the film is done */
  readonly record: string | null;
}

export const IDLE: RunState = {
  status: 'idle',
  adapter: null,
  untrainedLayers: [],
  frames: [],
  painted: {},
  index: 0,
  evaluation: 0,
  evaluations: 0,
  losses: [],
  rate: null,
  timeLeft: null,
  progress: 0,
  picture: null,
  messages: [],
  error: null,
  record: null,
};

/** Written by the run controller (`studio/render/`) alone; screens read it. */
export const useRun = create<RunState>()(() => IDLE);
