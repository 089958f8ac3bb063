import { Button, Text, Title } from '@mantine/core';
import { IconBrush, IconPhotoPlus, IconRoute } from '@tabler/icons-react';
import { useState } from 'react';
import { PickFiles } from '../frames/PickFiles.tsx';
import { SettingsButton } from '../settings/SettingsButton.tsx';
import { AdapterNote } from '../shell/AdapterNote.tsx';
import { useAdapter } from '../shell/adapter-context.tsx';
import { showError } from '../shell/show-error.ts';
import { useSession } from '../state/session-store.ts';
import classes from './FirstScreen.module.css';
import { useKeeper } from './keeper-context.tsx';
import { createDemoProject, createEmptyProject, nameForFiles } from './new-project.ts';
import { PaintedStreet } from './PaintedStreet.tsx';
import { ProjectList } from './ProjectList.tsx';
import { StartLike } from './StartLike.tsx';
import { StorageNote } from './StorageNote.tsx';

/** What one sees when no project is open: three ways to begin, and what is there already. */
export function FirstScreen() {
  const keeper = useKeeper();
  const fast = useAdapter().state === 'ready';
  const setStep = useSession((state) => state.setStep);
  const [starting, setStarting] = useState<'demo' | 'route' | null>(null);
  const paintDemo = (style?: string) => {
    setStarting('demo');
    keeper
      .add(createDemoProject(fast, style))
      .then(() => setStep('styles'), showError)
      .finally(() => setStarting(null));
  };
  const drawRoute = () => {
    setStarting('route');
    keeper
      .add(createEmptyProject(nameForFiles([]), fast))
      .then(() => setStep('route'), showError)
      .finally(() => setStarting(null));
  };
  return (
    <div className={classes.screen}>
      <header className={classes.bar}>
        <Title order={1} className={classes.wordmark}>
          Plein Air
        </Title>
        <div className={classes.right}>
          <AdapterNote />
          <SettingsButton />
        </div>
      </header>
      <main className={classes.main}>
        <section className={classes.lead} aria-labelledby="claim">
          <PaintedStreet />
          <div className={classes.words}>
            <Title order={2} id="claim" className={classes.claim}>
              Paints any street.
            </Title>
            <Text size="lg" c="dark.1" maw="34rem">
              Photographs along a street go in, paintings to paint like go beside them, and a film comes out that looks
              like moving through a painting. It is painted on this machine; nothing is uploaded.
            </Text>
            <div className={classes.ways}>
              <Button
                size="md"
                leftSection={<IconBrush size={20} stroke={1.6} aria-hidden />}
                onClick={() => paintDemo()}
                loading={starting === 'demo'}
              >
                Paint the demo street
              </Button>
              <Button
                size="md"
                variant="default"
                leftSection={<IconRoute size={20} stroke={1.6} aria-hidden />}
                onClick={drawRoute}
                loading={starting === 'route'}
              >
                Draw a route on a map
              </Button>
              <PickFiles
                as="frames"
                size="md"
                variant="default"
                leftSection={<IconPhotoPlus size={20} stroke={1.6} aria-hidden />}
              >
                Open photographs or a video
              </PickFiles>
            </div>
            <Text size="sm" c="dimmed" mt="sm">
              The demo needs neither network nor key. Photographs, folders and videos can also be dropped anywhere here.
            </Text>
          </div>
        </section>
        <ProjectList />
        <StartLike onChoose={paintDemo} />
        <StorageNote />
      </main>
    </div>
  );
}
