import { ExportStep } from '../export/ExportStep.tsx';
import { FramesStep } from '../frames/FramesStep.tsx';
import { RenderStep } from '../render/RenderStep.tsx';
import { RouteStep } from '../route/RouteStep.tsx';
import { type StepName, useSession } from '../state/session-store.ts';
import { StylesStep } from '../styles/StylesStep.tsx';
import { TuneStep } from '../tune/TuneStep.tsx';
import classes from './Inspector.module.css';
import { STEP_LABELS } from './step-labels.ts';

const PANELS: Readonly<Record<StepName, () => React.ReactNode>> = {
  route: RouteStep,
  frames: FramesStep,
  styles: StylesStep,
  tune: TuneStep,
  render: RenderStep,
  export: ExportStep,
};

/** What the current step asks and tells. */
export function Inspector() {
  const step = useSession((state) => state.step);
  const Panel = PANELS[step];
  return (
    <aside className={classes.inspector} aria-label={STEP_LABELS[step]}>
      <Panel key={step} />
    </aside>
  );
}
