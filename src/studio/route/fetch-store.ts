import { create } from 'zustand';
import type { PleinAirError } from '../../core/errors.ts';

/** A download of a route's frames, under way or the last one. */
export interface FetchState {
  readonly status: 'idle' | 'fetching' | 'done' | 'stopped' | 'failed';
  /** of the project whose frames these are */
  readonly project: string | null;
  readonly done: number;
  readonly total: number;
  /** downloaded by this run */
  readonly bytes: number;
  /** bytes a second over the last seconds; null at first */
  readonly rate: number | null;
  /** frames that needed no request */
  readonly cached: number;
  /** frames of this run that did not come */
  readonly failed: number;
  /** by the frame's id; of earlier runs too, as long as it was not tried again */
  readonly failures: ReadonlyMap<string, PleinAirError>;
  /** ids of frames whose source sends other bytes than a shared project says */
  readonly changed: ReadonlySet<string>;
  /** nothing has come for some seconds: the service asks for patience, or the connection does */
  readonly waiting: boolean;
  /** what ended it */
  readonly error: PleinAirError | null;
  readonly cancel: () => void;
}

export const NOTHING_FETCHED: FetchState = {
  status: 'idle',
  project: null,
  done: 0,
  total: 0,
  bytes: 0,
  rate: null,
  cached: 0,
  failed: 0,
  failures: new Map(),
  changed: new Set(),
  waiting: false,
  error: null,
  cancel: () => undefined,
};

/** Written by the fetch controller alone. */
export const useFetch = create<FetchState>()(() => NOTHING_FETCHED);
