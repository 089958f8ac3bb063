import type { ProjectDocument } from '../../project/document.ts';

/** `waiting`: changed and soon to be written; `failed`: not kept, to be tried again with the next change or by hand. */
export type SavedState = 'saved' | 'waiting' | 'saving' | 'failed';

export interface AutosaveOptions {
  save(document: ProjectDocument): Promise<void>;
  /** @param error of a failed save, else null */
  onState(state: SavedState, error: unknown): void;
  /** milliseconds without a change before it is written */
  readonly delay?: number;
  /** milliseconds after which it is written although changes go on */
  readonly longest?: number;
}

export interface Autosave {
  /** Takes note of the document as it is now. */
  changed(document: ProjectDocument): void;
  /** Writes at once what is not written; settles when it is, or has failed. */
  flush(): Promise<void>;
  /** Forgets what is not written, and waits for a save that is under way. */
  forget(): Promise<void>;
}

/** Writes a document a moment after its last change, and now and then while changes go on; one save at a time, the newest state last. */
export function createAutosave({ save, onState, delay = 400, longest = 4000 }: AutosaveOptions): Autosave {
  let unsaved: ProjectDocument | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  /** of the first change that is not written */
  let since: number | null = null;

  const writeAll = async () => {
    while (unsaved) {
      const document = unsaved;
      unsaved = null;
      since = null;
      onState('saving', null);
      try {
        await save(document);
      } catch (error) {
        // A newer state takes its place, if there is one.
        unsaved ??= document;
        onState('failed', error);
        return;
      }
    }
    onState('saved', null);
  };
  const write = (): Promise<void> => {
    clearTimeout(timer);
    running ??= writeAll().finally(() => {
      running = null;
    });
    return running;
  };

  return {
    changed(document) {
      unsaved = document;
      onState('waiting', null);
      clearTimeout(timer);
      since ??= performance.now();
      const left = Math.max(0, since + longest - performance.now());
      timer = setTimeout(() => void write(), Math.min(delay, left));
    },
    flush: async () => {
      if (unsaved || running) await write();
    },
    forget: async () => {
      clearTimeout(timer);
      unsaved = null;
      since = null;
      await running;
      unsaved = null;
    },
  };
}
