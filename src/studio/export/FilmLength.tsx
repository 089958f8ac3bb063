import { Text } from '@mantine/core';
import { filmSeconds } from '../canvas/playback.ts';
import { useFilmTiming } from '../canvas/use-film-timing.ts';
import { useFilmFrames } from '../filmstrip/use-film-frames.ts';
import { useRun } from '../state/run-store.ts';

/** How long the film is, and how much of it is painted. */
export function FilmLength() {
  const total = useFilmFrames().length;
  const timing = useFilmTiming();
  const painted = useRun(({ frames }) => {
    const open = frames.findIndex((frame) => frame !== 'painted');
    return open < 0 ? frames.length : open;
  });
  const seconds = (frames: number) => `${filmSeconds(frames, timing).toFixed(1)} s`;
  const part = painted > 0 && painted < total;
  return (
    <div>
      <Text size="sm">
        Film of {seconds(total)}: {total} {total === 1 ? 'frame' : 'frames'}
        {timing.words} at {timing.fps} fps
      </Text>
      {part && (
        <Text size="sm" c="brand.4" mt={4}>
          Only the first {painted} of {total} frames are painted: an export holds those, {seconds(painted)}.
        </Text>
      )}
    </div>
  );
}
