import { Text } from '@mantine/core';
import { filmSeconds } from '../canvas/playback.ts';
import { useFilmTiming } from '../canvas/use-film-timing.ts';
import { useFilmFrames } from '../filmstrip/use-film-frames.ts';
import { useRun } from '../state/run-store.ts';
import { partWords } from './exported-part.ts';

/** How long the film is, and how much of it is painted. */
export function FilmLength() {
  const total = useFilmFrames().length;
  const timing = useFilmTiming();
  const frames = useRun((state) => state.frames);
  const pass = useRun((state) => state.pass);
  const seconds = (count: number) => `${filmSeconds(count, timing).toFixed(1)} s`;
  const part = partWords({ frames, pass }, seconds);
  return (
    <div>
      <Text size="sm">
        Film of {seconds(total)}: {total} {total === 1 ? 'frame' : 'frames'}
        {timing.words} at {timing.fps} fps
      </Text>
      {part !== null && (
        <Text size="sm" c="brand.4" mt={4}>
          {part}
        </Text>
      )}
    </div>
  );
}
