import { UnstyledButton } from '@mantine/core';
import {
  IconAdjustmentsHorizontal,
  IconBrush,
  IconMovie,
  IconPalette,
  IconPhoto,
  IconRoute,
} from '@tabler/icons-react';
import { useDocument } from '../state/document-store.ts';
import { useRun } from '../state/run-store.ts';
import { STEPS, type StepName, useSession } from '../state/session-store.ts';
import classes from './StepRail.module.css';
import { STEP_LABELS } from './step-labels.ts';

const ICONS = {
  route: IconRoute,
  frames: IconPhoto,
  styles: IconPalette,
  tune: IconAdjustmentsHorizontal,
  render: IconBrush,
  export: IconMovie,
} as const;

/** The steps that a person takes, with a mark on those that are done. */
export function StepRail() {
  const current = useSession((state) => state.step);
  const setStep = useSession((state) => state.setStep);
  const hasRoute = useDocument(({ document }) => document?.frames.kind === 'route');
  const hasFrames = useDocument(({ document }) => (document?.frames.kind ?? 'none') !== 'none');
  const hasStyles = useDocument(({ document }) => (document?.styles.length ?? 0) > 0);
  const painted = useRun(({ frames }) => frames.length > 0 && frames.every((state) => state === 'painted'));
  const done: Partial<Record<StepName, boolean>> = {
    route: hasRoute,
    frames: hasFrames,
    styles: hasStyles,
    render: painted,
  };
  return (
    <nav className={classes.rail} aria-label="Steps">
      {STEPS.map((step) => {
        const Icon = ICONS[step];
        return (
          <UnstyledButton
            key={step}
            className={classes.step}
            data-done={done[step] || undefined}
            aria-current={step === current ? 'step' : undefined}
            onClick={() => setStep(step)}
          >
            <Icon size={22} stroke={1.6} aria-hidden />
            <span>{STEP_LABELS[step]}</span>
          </UnstyledButton>
        );
      })}
    </nav>
  );
}
