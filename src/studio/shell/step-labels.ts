import type { StepName } from '../state/session-store.ts';

/** What the steps are called on screen. */
export const STEP_LABELS: Readonly<Record<StepName, string>> = {
  route: 'Route',
  frames: 'Frames',
  styles: 'Styles',
  tune: 'Tune',
  render: 'Render',
  export: 'Export',
};
