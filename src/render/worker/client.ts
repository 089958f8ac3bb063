import type { PaintedSoFar, WorkerEvent, WorkerJob } from './protocol.ts';

/** A picture of the frame in work. */
export interface LivePicture {
  readonly index: number;
  readonly evaluation: number;
  readonly width: number;
  readonly height: number;
  /** RGBA */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** A running paint job, seen from the page. */
export interface PaintRun {
  pause(): void;
  /** goes on after `pause` */
  resume(): void;
  /** stops after the evaluation in work; `done` is rejected with an AbortError, painted frames are kept */
  cancel(): void;
  /** the newest picture, once it is newer than the last one that was given; null when the run has ended */
  look(): Promise<LivePicture | null>;
  /** YAML of the record. Rejected with a PleinAirError, or an AbortError after `cancel`. */
  readonly done: Promise<string>;
}

/** A file that an export made. */
export interface ExportedFile {
  readonly name: string;
  readonly blob: Blob;
}

/** The page's side of the worker: one job at a time. */
export interface RenderClient {
  /** @throws Error while another job runs */
  paint(job: WorkerJob, onEvent: (event: WorkerEvent) => void): PaintRun;
  /** @param onProgress told how many painted frames of how many are in the film */
  exportFilm(
    job: WorkerJob,
    onProgress?: (done: number, frames: number) => void,
  ): { readonly done: Promise<ExportedFile>; cancel(): void };
  /** every painted frame as PNG, in order */
  exportStills(job: WorkerJob): { readonly done: Promise<readonly ExportedFile[]>; cancel(): void };
  /** what is painted already, without painting */
  inspect(job: WorkerJob): { readonly done: Promise<PaintedSoFar>; cancel(): void };
  /** ends the worker */
  dispose(): void;
}
