/** What a slider's movement leads to. */
export interface SlideEffects<T> {
  /** what is on screen while the gesture lasts; null hands back to the document */
  show(value: T | null): void;
  /** one change of the document for the whole gesture */
  commit(value: T): void;
}

/** Collects the many changes of one drag, or of one held key, into a single commit. */
export interface SlideGesture<T> {
  slide(value: T): void;
  /** the pointer is up, or a key press has moved the slider */
  release(): void;
  keyDown(): void;
  keyUp(): void;
  /** the focus has gone elsewhere, or the slider is taken away */
  leave(): void;
}

/** A held arrow key repeats: as long as it is down, nothing is committed. */
export function createSlideGesture<T>({ show, commit }: SlideEffects<T>): SlideGesture<T> {
  let pending: { readonly value: T } | null = null;
  let keyHeld = false;
  const finish = () => {
    keyHeld = false;
    if (!pending) return;
    const { value } = pending;
    pending = null;
    commit(value);
    show(null);
  };
  return {
    slide: (value) => {
      pending = { value };
      show(value);
    },
    release: () => {
      if (!keyHeld) finish();
    },
    keyDown: () => {
      keyHeld = true;
    },
    keyUp: finish,
    leave: finish,
  };
}
