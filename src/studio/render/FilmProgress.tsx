import { Progress, Text } from '@mantine/core';
import { useFilmFrames } from '../filmstrip/use-film-frames.ts';
import { useRun } from '../state/run-store.ts';
import { formatDuration } from './durations.ts';
import classes from './RenderStep.module.css';

/** Bars of the film and of the frame in work. */
export function FilmProgress() {
  const total = useFilmFrames().length;
  const painted = useRun(({ frames }) => frames.filter((frame) => frame === 'painted').length);
  const [pass, passes] = [useRun((state) => state.pass), useRun((state) => state.passes)];
  const progress = useRun((state) => state.progress);
  const frameProgress = useRun((state) => state.frameProgress);
  const frameSeconds = useRun((state) => state.frameSeconds);
  const index = useRun((state) => state.index);
  const comparing = useRun((state) => state.comparing);
  const inWork = useRun((state) => state.frames[state.index] === 'painting');
  const film = `${Math.floor(progress * 100)} %`;
  return (
    <section aria-label="Progress">
      <div className={classes.row}>
        <Text size="sm">Film</Text>
        <Text size="xs" c="dimmed" className={classes.figure}>
          {painted} of {total} {total === 1 ? 'frame' : 'frames'}
          {passes > 1 && ` · pass ${pass} of ${passes}`} · {film}
        </Text>
      </div>
      <Progress.Root size="md" mt={6}>
        <Progress.Section
          value={progress * 100}
          aria-label="Film"
          aria-valuetext={`${film}, ${painted} of ${total} frames painted`}
        />
      </Progress.Root>
      <div className={classes.row} data-second>
        <Text size="sm">{inWork ? `Frame ${index + 1}` : 'Frame'}</Text>
        <Text size="xs" c="dimmed" className={classes.figure}>
          {inWork
            ? `${Math.floor(frameProgress * 100)} % · ${formatDuration(frameSeconds ?? 0)}`
            : (comparing && `comparing the light of frame ${comparing.pair + 2} of ${comparing.pairs + 1}`) ||
              'none in work'}
        </Text>
      </div>
      <Progress.Root size="sm" mt={6}>
        <Progress.Section
          value={frameProgress * 100}
          color="brand.3"
          aria-label="Frame in work"
          aria-valuetext={inWork ? `frame ${index + 1}, ${Math.floor(frameProgress * 100)} %` : 'none'}
        />
      </Progress.Root>
    </section>
  );
}
