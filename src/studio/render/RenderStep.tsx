import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { filmBudgets } from '../../render/plan.ts';
import { useFilmFrames } from '../filmstrip/use-film-frames.ts';
import { useDocument } from '../state/document-store.ts';
import { useRun } from '../state/run-store.ts';
import { UntrainedBadge } from '../tune/UntrainedBadge.tsx';
import { FilmProgress } from './FilmProgress.tsx';
import { LossCurve } from './LossCurve.tsx';
import { cannotPaint, paintKey } from './paint-job.ts';
import { RunError } from './RunError.tsx';
import { RunFacts } from './RunFacts.tsx';
import { RunMessages } from './RunMessages.tsx';
import { cancelPainting } from './run-controller.ts';
import { WeightsDownload } from './WeightsDownload.tsx';

/** How the painting goes: progress, figures, loss, and whatever a person should know. */
export function RenderStep() {
  const running = useRun((state) => state.control !== null);
  const begun = useRun(({ status }) => status !== 'idle');
  const weights = useRun((state) => state.weights);
  const error = useRun((state) => state.error);
  const messages = useRun((state) => state.messages);
  return (
    <Stack gap="md">
      <div>
        <Group justify="space-between" gap="xs">
          <Title order={2}>Render</Title>
          <UntrainedBadge />
        </Group>
        <Text size="xs" c="dimmed">
          Frames are painted one after another, each from the one before. Every painted frame is kept at once.
        </Text>
      </div>
      {error && <RunError error={error} />}
      {weights && <WeightsDownload progress={weights} />}
      <FilmProgress />
      {begun ? (
        <>
          <RunFacts />
          <LossCurve />
        </>
      ) : (
        <Plan />
      )}
      {running && (
        <Button variant="default" size="xs" onClick={cancelPainting}>
          Stop painting
        </Button>
      )}
      <NextRun />
      <RunMessages messages={messages} />
      <Text size="xs" c="dimmed">
        <Anchor href="/bench" target="_blank" size="xs" c="brand.4" underline="always">
          Benchmark
        </Anchor>
        : how fast the engines are on this device, with a record to copy. Run it while nothing is being painted.
      </Text>
    </Stack>
  );
}

/** What pressing Paint will do. */
function Plan() {
  const frames = useFilmFrames().length;
  const params = useDocument((state) => state.document?.params);
  if (!params || frames === 0) return null;
  const [first = 0, second = first] = filmBudgets(params, frames);
  const passes = frames > 1 ? params.video_passes : 1;
  const each =
    passes > 1
      ? `for each frame in each of ${passes} passes`
      : `for the first frame${frames > 1 ? `, and ${second} for each later one` : ''}`;
  return (
    <Text size="sm" c="dimmed">
      At most {first} evaluations {each}, with the longest side at {params.input_max_size} px. Figures and the curve of
      the loss stand here while it paints.
    </Text>
  );
}

/** What holds painting up, or which changes the run under way does not know of. */
function NextRun() {
  const document = useDocument((state) => state.document);
  const running = useRun((state) => state.control !== null);
  const status = useRun((state) => state.status);
  const behind = useRun(
    (state) => document !== null && state.paintKey !== null && paintKey(document) !== state.paintKey,
  );
  const reason = running ? null : cannotPaint(document);
  const text =
    running && status !== 'starting' && behind
      ? 'Something was changed since painting began. The run goes on as it was; stop it and paint again to see the change.'
      : reason;
  return text === null ? null : (
    <Text size="sm" c="dimmed">
      {text}
    </Text>
  );
}
