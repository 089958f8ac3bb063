import { create } from 'zustand';

/** The steps a person takes, in order. */
export const STEPS = ['route', 'frames', 'styles', 'tune', 'render', 'export'] as const;
export type StepName = (typeof STEPS)[number];

/** What is on screen; not kept, not undone. */
export interface SessionState {
  readonly step: StepName;
  /** frame in the canvas, from 0 */
  readonly selectedFrame: number;
  setStep(step: StepName): void;
  selectFrame(index: number): void;
}

export const useSession = create<SessionState>()((set) => ({
  step: 'frames',
  selectedFrame: 0,
  setStep: (step) => set({ step }),
  selectFrame: (selectedFrame) => set({ selectedFrame }),
}));
