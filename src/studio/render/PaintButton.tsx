import { ActionIcon, Button, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconBrush, IconPlayerPauseFilled, IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { useEffect, useId } from 'react';
import { useServices } from '../services-context.tsx';
import { useDocument } from '../state/document-store.ts';
import { useRun } from '../state/run-store.ts';
import { watchProject } from './earlier-runs.ts';
import { paintAction } from './paint-action.ts';
import { cancelPainting, pausePainting, resumePainting, startPainting } from './run-controller.ts';
import { useRunTitle } from './use-run-title.ts';
import { useUnloadWarning } from './use-unload-warning.ts';

const ICONS = { paint: IconBrush, pause: IconPlayerPauseFilled, resume: IconPlayerPlayFilled };

/** Paint, pause, resume: the one button that all the rest is for. Also watches over the run as long as a project is open. */
export function PaintButton() {
  const services = useServices();
  useEffect(() => watchProject(services), [services]);
  useRunTitle();
  useUnloadWarning();
  const document = useDocument((state) => state.document);
  const status = useRun((state) => state.status);
  const frames = useRun((state) => state.frames);
  const complete = useRun((state) => state.complete);
  const running = useRun((state) => state.control !== null);
  const { does, label, reason } = paintAction({ document, status, frames, complete });
  const reasonId = useId();
  const Icon = ICONS[does];
  const press = { paint: () => void startPainting(services), pause: pausePainting, resume: resumePainting }[does];
  return (
    <>
      {running && (
        <Tooltip label="Stop painting; painted frames are kept">
          <ActionIcon variant="default" size="md" aria-label="Stop painting" onClick={cancelPainting}>
            <IconPlayerStopFilled size={15} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      <Tooltip label={reason} disabled={reason === null} multiline maw={260}>
        <Button
          size="xs"
          leftSection={<Icon size={16} stroke={1.6} aria-hidden />}
          loading={status === 'starting'}
          {...(reason !== null && { 'data-disabled': true, 'aria-disabled': true, 'aria-describedby': reasonId })}
          onClick={reason === null ? press : (event) => event.preventDefault()}
        >
          {label}
        </Button>
      </Tooltip>
      {reason !== null && <VisuallyHidden id={reasonId}>{reason}</VisuallyHidden>}
    </>
  );
}
