import { NumberInput, Stack, Text } from '@mantine/core';
import { IconPhotoPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useDocument } from '../state/document-store.ts';
import { PickFiles } from './PickFiles.tsx';

const MOST = 600;

/** How far the drive along the built-in street goes. */
export function DemoFrames({ frames }: { frames: number }) {
  const setFrames = useDocument((state) => state.setFrames);
  const [typed, setTyped] = useState<number | string | null>(null);
  const commit = () => {
    if (typeof typed === 'number' && typed >= 1 && typed !== frames) setFrames({ kind: 'demo', frames: typed });
    setTyped(null);
  };
  return (
    <Stack gap="md">
      <NumberInput
        label="Frames"
        description={`one for each metre of the way, 1 to ${MOST}`}
        value={typed ?? frames}
        onChange={setTyped}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
        min={1}
        max={MOST}
        clampBehavior="strict"
        allowDecimal={false}
      />
      <div>
        <PickFiles
          as="frames"
          variant="default"
          fullWidth
          leftSection={<IconPhotoPlus size={18} stroke={1.6} aria-hidden />}
        >
          Use photographs or a video
        </PickFiles>
        <Text size="xs" c="dimmed" mt="xs">
          They take the place of the built-in street; undo brings it back.
        </Text>
      </div>
    </Stack>
  );
}
