import { create } from 'zustand';
import type { PleinAirError } from '../../core/errors.ts';
import type { Size } from '../../core/image.ts';
import type { LossTerms } from '../../engine/losses/terms.ts';
import type { WeightsProgress } from '../../engine/network/loader.ts';
import type { Drive } from '../../flow/epipolar/drive.ts';
import type { ToneCurve } from '../../frames/tone-curve.ts';
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

/** The handle of the run that is under way. */
export interface RunControl {
  pause(): void;
  resume(): void;
  cancel(): void;
  /** the newest picture, once there is a newer one; null when the run has ended */
  look(): Promise<LivePicture | null>;
}

/** A look at what earlier runs have painted. */
export interface Lookup {
  /** what it is for (`studio/render/paint-job.ts`) */
  readonly paintKey: string;
  cancel(): void;
}

/** What the current or last run has told. */
export interface RunState {
  readonly status: 'idle' | 'starting' | 'painting' | 'paused' | 'done' | 'stopped' | 'failed';
  /** null while nothing runs */
  readonly control: RunControl | null;
  /** what `frames` and `painted` belong to (`studio/render/paint-job.ts`) */
  readonly paintKey: string | null;
  /** under way, or null */
  readonly lookup: Lookup | null;
  /** of a download under way */
  readonly weights: WeightsProgress | null;
  /** neighbouring frames whose light is being compared, from 0, or null */
  readonly comparing: { readonly pair: number; readonly pairs: number } | null;
  /** what evens out the light of each frame, null where it stays as it is; null as a whole before it is measured */
  readonly tones: readonly (ToneCurve | null)[] | null;
  /** where the cameras of the frames are; null before it is measured, and where no camera is known */
  readonly drive: Drive | null;
  readonly adapter: string | null;
  readonly untrainedLayers: readonly string[];
  /** of the film; null before a run has prepared it */
  readonly size: Size | null;
  /** one per frame of the film, empty before a run or a look at earlier runs */
  readonly frames: readonly FrameState[];
  /** that `frames` tell of, from 1: each frame is painted in all passes before it */
  readonly pass: number;
  /** how often each frame is painted; 1 before a run has begun */
  readonly passes: number;
  /** every frame is painted in every pass */
  readonly complete: boolean;
  /** frames with which the film begins anew, since too little of them follows the frame before */
  readonly cuts: readonly number[];
  /** object URLs of painted frames, as people see them, by index */
  readonly painted: Readonly<Record<number, string>>;
  /** of the frame in work */
  readonly index: number;
  readonly evaluation: number;
  readonly evaluations: number;
  readonly losses: readonly LossPoint[];
  /** 0–1 of the frame in work */
  readonly frameProgress: number;
  /** seconds spent on the frame in work, pauses left out; null between frames */
  readonly frameSeconds: number | null;
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
  control: null,
  paintKey: null,
  lookup: null,
  weights: null,
  comparing: null,
  tones: null,
  drive: null,
  adapter: null,
  untrainedLayers: [],
  size: null,
  frames: [],
  pass: 1,
  passes: 1,
  complete: false,
  cuts: [],
  painted: {},
  index: 0,
  evaluation: 0,
  evaluations: 0,
  losses: [],
  frameProgress: 0,
  frameSeconds: null,
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
