import { Button, Text, Title } from '@mantine/core';
import { IconPhotoPlus } from '@tabler/icons-react';
import { useDocument } from '../state/document-store.ts';
import { useSession } from '../state/session-store.ts';
import classes from './Canvas.module.css';

/** What to do where there is no frame to show. */
export function CanvasEmpty() {
  const leftOut = useDocument(({ document }) => document !== null && document.frames.kind !== 'none');
  const setStep = useSession((state) => state.setStep);
  const [title, text, step] = leftOut
    ? ([
        'No frame is left to paint',
        'First and last frame (video_start_frame, video_end_frame) leave every frame out. Change them under Tune.',
        'tune',
      ] as const)
    : ([
        'A street, to begin with',
        'Draw a route on the map, or drop photographs or a video anywhere in this window. The demo street needs neither.',
        'frames',
      ] as const);
  return (
    <div className={classes.empty}>
      <IconPhotoPlus size={44} stroke={1.2} aria-hidden className={classes.emptyIcon} />
      <Title order={2}>{title}</Title>
      <Text c="dimmed" maw={420} ta="center">
        {text}
      </Text>
      <Button variant="default" onClick={() => setStep(step)}>
        {step === 'frames' ? 'Choose frames' : 'Go to Tune'}
      </Button>
    </div>
  );
}
