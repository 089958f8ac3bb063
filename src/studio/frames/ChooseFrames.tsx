import { Button, Stack, Text } from '@mantine/core';
import { IconPhotoPlus, IconRoad, IconRoute } from '@tabler/icons-react';
import { useDocument } from '../state/document-store.ts';
import { useSession } from '../state/session-store.ts';
import { PickFiles } from './PickFiles.tsx';

/** Frames that the demo has when it is chosen later. */
const DEMO_FRAMES = 6;

/** The ways to frames, where there are none yet. */
export function ChooseFrames() {
  const setStep = useSession((state) => state.setStep);
  const setFrames = useDocument((state) => state.setFrames);
  return (
    <Stack gap="xs">
      <Button leftSection={<IconRoute size={18} stroke={1.6} aria-hidden />} onClick={() => setStep('route')}>
        Draw a route on a map
      </Button>
      <PickFiles as="frames" variant="default" leftSection={<IconPhotoPlus size={18} stroke={1.6} aria-hidden />}>
        Open photographs or a video
      </PickFiles>
      <Button
        variant="default"
        leftSection={<IconRoad size={18} stroke={1.6} aria-hidden />}
        onClick={() => setFrames({ kind: 'demo', frames: DEMO_FRAMES })}
      >
        Take the built-in street
      </Button>
      <Text size="xs" c="dimmed" mt={4}>
        Or drop photographs, a folder of them, or a video anywhere on this window. They stay on this machine.
      </Text>
    </Stack>
  );
}
