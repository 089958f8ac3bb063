import { create } from 'zustand';
import type { Refusal } from './sort-files.ts';
import type { VideoChoice } from './video-track.ts';

/** What an import did, for a person to read. */
export interface ImportReport {
  readonly frames: number;
  readonly paintings: number;
  readonly refused: readonly Refusal[];
  /** why it ended before all were looked at, and what to do; null where it did not */
  readonly stopped: string | null;
}

/** What an import is doing; one at a time. */
export type ImportActivity =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running';
      readonly title: string;
      /** file or moment in work */
      readonly detail: string;
      readonly done: number;
      readonly total: number;
      cancel(): void;
    }
  /** waits for a person's word on a video */
  | { readonly kind: 'asking'; readonly video: File; answer(choice: VideoChoice | null): void }
  | { readonly kind: 'report'; readonly report: ImportReport };

/** Written by the import alone. */
export const useImport = create<{ readonly activity: ImportActivity }>()(() => ({ activity: { kind: 'idle' } }));
