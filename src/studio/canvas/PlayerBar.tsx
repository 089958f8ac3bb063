import { ActionIcon, SegmentedControl, Slider, Text, Tooltip } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled, IconRepeat } from '@tabler/icons-react';
import { MotionButton } from '../flow/MotionButton.tsx';
import { useSession } from '../state/session-store.ts';
import classes from './Canvas.module.css';
import { filmSeconds } from './playback.ts';
import { useFilmTiming } from './use-film-timing.ts';
import type { Player } from './use-player.ts';

/** `one`: a pixel of the film is a pixel of the screen. */
export type Zoom = 'fit' | 'one';

interface PlayerBarProps {
  readonly player: Player;
  /** frames of the film */
  readonly count: number;
  readonly selected: number;
  readonly zoom: Zoom;
  onZoom(zoom: Zoom): void;
}

/** Plays what is painted, and sets how large the picture is. */
export function PlayerBar({ player, count, selected, zoom, onZoom }: PlayerBarProps) {
  const { painted, playing, loop, setPlaying, setLoop } = player;
  const timing = useFilmTiming();
  const selectFrame = useSession((state) => state.selectFrame);
  const canPlay = painted.length > 1;
  const place = Math.max(0, painted.indexOf(selected));
  const seconds = (frames: number) => `${filmSeconds(frames, timing).toFixed(1)} s`;
  return (
    <div className={classes.bar}>
      <Tooltip label={canPlay ? 'Play what is painted (space)' : 'Two painted frames make a film to play'}>
        <ActionIcon
          variant="default"
          size="md"
          aria-label={playing ? 'Pause the player' : 'Play what is painted'}
          {...(!canPlay && { 'data-disabled': true })}
          aria-disabled={!canPlay}
          onClick={() => canPlay && setPlaying(!playing)}
        >
          {playing ? <IconPlayerPauseFilled size={15} aria-hidden /> : <IconPlayerPlayFilled size={15} aria-hidden />}
        </ActionIcon>
      </Tooltip>
      <Slider
        className={classes.scrub}
        size="sm"
        label={null}
        thumbLabel="Painted frame on screen"
        min={0}
        max={Math.max(1, painted.length - 1)}
        value={place}
        disabled={!canPlay}
        thumbProps={{ 'aria-valuetext': `frame ${selected + 1} of ${count}` }}
        onChange={(next) => {
          setPlaying(false);
          selectFrame(painted[next] ?? 0);
        }}
      />
      <Text size="xs" c="dimmed" className={classes.time}>
        {painted.length === 0 ? 'nothing painted yet' : `${seconds(place + 1)} / ${seconds(painted.length)}`}
      </Text>
      <Tooltip label={loop ? 'Plays over and over' : 'Plays once'}>
        <ActionIcon
          variant={loop ? 'light' : 'subtle'}
          color={loop ? 'brand' : 'gray'}
          size="md"
          aria-label="Loop"
          aria-pressed={loop}
          onClick={() => setLoop(!loop)}
        >
          <IconRepeat size={16} stroke={1.8} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <MotionButton />
      <SegmentedControl
        size="xs"
        aria-label="Size of the picture"
        value={zoom}
        onChange={onZoom}
        data={[
          { value: 'fit', label: 'Fit' },
          { value: 'one', label: '1:1' },
        ]}
      />
    </div>
  );
}
