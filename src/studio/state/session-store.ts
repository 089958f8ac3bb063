import { create } from 'zustand';

/** The steps a person takes, in order. */
export const STEPS = ['route', 'frames', 'styles', 'tune', 'render', 'export'] as const;
export type StepName = (typeof STEPS)[number];

/** What is on screen; not undone. The step outlives a reload of the page, no more. */
export interface SessionState {
  readonly step: StepName;
  /** frame in the canvas, from 0 */
  readonly selectedFrame: number;
  setStep(step: StepName): void;
  selectFrame(index: number): void;
}

/** In sessionStorage: each tab has its own. Some browsers forbid it; then a reload leads to the frames. */
const ENTRY = 'plein-air.step';

export const useSession = create<SessionState>()((set) => ({
  step: rememberedStep(),
  selectedFrame: 0,
  setStep: (step) => {
    rememberStep(step);
    set({ step });
  },
  selectFrame: (selectedFrame) => set({ selectedFrame }),
}));

function rememberedStep(): StepName {
  try {
    const entry = sessionStorage.getItem(ENTRY);
    return STEPS.find((step) => step === entry) ?? 'frames';
  } catch {
    return 'frames';
  }
}

function rememberStep(step: StepName): void {
  try {
    sessionStorage.setItem(ENTRY, step);
  } catch {
    // Forbidden: see above.
  }
}
