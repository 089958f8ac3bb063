import { create } from 'zustand';
import type { PleinAirError } from '../../core/errors.ts';
import type { RouteChoice } from '../../project/route-frames.ts';
import type { Params } from '../../project/schema.ts';

/** A download of a route's frames, under way or the last one. */
export interface FetchState {
  readonly status: 'idle' | 'fetching' | 'done' | 'stopped' | 'failed';
  /** of the project whose frames these are */
  readonly project: string | null;
  /** what its frames are: of which source, as its camera sees them */
  readonly of: Pick<RouteChoice, 'source' | 'view'> | null;
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
  of: null,
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

/** Bytes that a frame took in the last download; null where that was of another source or camera than the params name, or brought nothing. */
export function measuredBytesPerFrame({ of, bytes, done, cached, failed }: FetchState, params: Params): number | null {
  if (of?.source !== params.route_source) return null;
  const { width, height, fov } = of.view;
  if (width !== params.frame_width || height !== params.frame_height || fov !== params.frame_fov) return null;
  const fetched = done - cached - failed;
  return fetched > 0 ? bytes / fetched : null;
}
