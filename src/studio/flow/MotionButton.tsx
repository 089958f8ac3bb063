import { ActionIcon, Tooltip } from '@mantine/core';
import { IconWind } from '@tabler/icons-react';
import { useMotionView } from './motion-view.ts';

/** Turns the canvas from the pictures to the motion between them, and back. */
export function MotionButton() {
  const { open, toggle } = useMotionView();
  return (
    <Tooltip label={open ? 'Back to the pictures' : 'Shows how things move from the frame painted before to this one'}>
      <ActionIcon
        variant={open ? 'light' : 'subtle'}
        color={open ? 'brand' : 'gray'}
        size="md"
        aria-label="Motion between frames"
        aria-pressed={open}
        onClick={toggle}
      >
        <IconWind size={16} stroke={1.8} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
