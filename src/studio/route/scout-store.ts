import { create } from 'zustand';
import type { PleinAirError } from '../../core/errors.ts';
import type { ImageryId, Sighting } from '../../frames/imagery.ts';

/** What a look along the route has found. */
interface ScoutFindings {
  readonly source: ImageryId;
  /** of the question (`scoutKey`): the findings hold for it alone */
  readonly key: string;
  /** for each place of the drive, nearest first; null where no answer has come */
  readonly candidates: readonly (readonly Sighting[] | null)[];
}

export interface ScoutState {
  readonly status: 'idle' | 'looking' | 'done' | 'stopped' | 'failed';
  readonly answered: number;
  readonly total: number;
  readonly findings: ScoutFindings | null;
  readonly error: PleinAirError | null;
  readonly cancel: () => void;
}

export const NOTHING_SCOUTED: ScoutState = {
  status: 'idle',
  answered: 0,
  total: 0,
  findings: null,
  error: null,
  cancel: () => undefined,
};

/** Written by the scout controller alone; forgotten with the page and with the project: looking again costs nothing. */
export const useScout = create<ScoutState>()(() => NOTHING_SCOUTED);
