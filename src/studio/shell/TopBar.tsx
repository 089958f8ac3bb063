import { Button, Title } from '@mantine/core';
import { IconMovie } from '@tabler/icons-react';
import { ProjectMenu } from '../projects/ProjectMenu.tsx';
import { SavedNote } from '../projects/SavedNote.tsx';
import { PaintButton } from '../render/PaintButton.tsx';
import { SettingsButton } from '../settings/SettingsButton.tsx';
import { useDocument } from '../state/document-store.ts';
import { useSession } from '../state/session-store.ts';
import { UndoRedo } from '../tune/UndoRedo.tsx';
import { UntrainedBadge } from '../tune/UntrainedBadge.tsx';
import { AdapterNote } from './AdapterNote.tsx';
import classes from './TopBar.module.css';

/** Wordmark, project, machine, and the way out: film and paint. */
export function TopBar() {
  const setStep = useSession((state) => state.setStep);
  const untrained = useDocument(({ document }) => document?.params.nn_weights === 'untrained');
  return (
    <header className={classes.bar}>
      <Title order={1} className={classes.wordmark}>
        Plein Air
      </Title>
      <ProjectMenu />
      <SavedNote />
      <UndoRedo />
      {untrained && <UntrainedBadge />}
      <div className={classes.space} />
      <AdapterNote />
      <SettingsButton />
      <Button
        variant="default"
        size="xs"
        leftSection={<IconMovie size={16} stroke={1.6} aria-hidden />}
        onClick={() => setStep('export')}
      >
        Export film
      </Button>
      <PaintButton />
    </header>
  );
}
