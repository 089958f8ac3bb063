/** How far a film is, and how long it will take at the rate seen so far. */
export interface TimeLeft {
  /** of the whole film, 0–1, frames of earlier runs included */
  readonly done: number;
  /** seconds; undefined until something was measured */
  readonly left: number | undefined;
}

/**
 * Measures a film's rate from its events.
 * @param budgets evaluations planned for each frame, at full size
 * @param now seconds
 */
export function createTimeLeft(budgets: readonly number[], now: () => number) {
  const total = budgets.reduce((a, b) => a + b, 0);
  let before = 0;
  let measured = 0;
  let began = now();
  let ended = began;
  return {
    /** A frame is done. @param kept by an earlier run, so that it says nothing of the rate */
    frame(index: number, kept: boolean): void {
      before += budgets[index]!;
      // The time that a kept frame took is taken out, wherever it stands.
      if (kept) began += now() - ended;
      else measured += budgets[index]!;
      ended = now();
    },
    /** @param progress of the frame in work, 0–1 */
    step(index: number, progress: number): TimeLeft {
      const current = progress * budgets[index]!;
      const work = measured + current;
      const remaining = total - before - current;
      return {
        done: (before + current) / total,
        left: work > 0 ? ((now() - began) / work) * remaining : undefined,
      };
    },
  };
}
