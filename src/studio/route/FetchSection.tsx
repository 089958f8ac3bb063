import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconCloudDown, IconPlayerStop } from '@tabler/icons-react';
import { useEffect, useMemo, useRef } from 'react';
import { SOURCE_FACTS } from '../../frames/source-facts.ts';
import type { FramesChoice } from '../../project/document.ts';
import { isHere } from '../../project/route-frames.ts';
import { bytesText } from '../projects/bytes-text.ts';
import { RunError } from '../render/RunError.tsx';
import { useServices } from '../services-context.tsx';
import { useKeptFocus } from '../shell/use-kept-focus.ts';
import { useDocument } from '../state/document-store.ts';
import { chooseFrames, isChosen } from './choose-frames.ts';
import { FailedFrames } from './FailedFrames.tsx';
import { startFetching } from './fetch-controller.ts';
import { useFetch } from './fetch-store.ts';
import { Milestones } from './Milestones.tsx';
import { Section } from './Section.tsx';
import { routeConflict, sourceOf } from './source-rules.ts';
import { useOnline } from './use-online.ts';
import { useScouted } from './use-plan.ts';

/** Brings the frames into this browser. */
export function FetchSection() {
  const frames = useDocument(({ document }) => document?.frames);
  const status = useFetch((state) => state.status);
  const kept = useKeptFocus<HTMLDivElement>();
  if (!frames) return null;
  return (
    <Section title="The frames">
      <HaveText frames={frames} />
      <div {...kept}>{status === 'fetching' ? <Fetching /> : <FetchButtons frames={frames} />}</div>
      <Told frames={frames} />
      {frames.kind === 'route' && <Outcome />}
    </Section>
  );
}

/** How far it is and how it ended, for those who do not see it. */
function Told({ frames }: { frames: FramesChoice }) {
  const { status, project, done, total, failed } = useFetch();
  const own = useDocument(({ document }) => document?.id);
  if (status === 'fetching') return <Milestones done={done} total={total} what="frames" end={null} />;
  const here = frames.kind === 'route' ? frames.items.filter(isHere).length : 0;
  const over = status !== 'idle' && project === own;
  return (
    <Milestones
      done={done}
      total={total}
      what="frames"
      end={over ? `Fetching has ended: ${here} frames here, ${failed} failed.` : ''}
    />
  );
}

function HaveText({ frames }: { frames: FramesChoice }) {
  if (frames.kind !== 'route') {
    return (
      <Text size="sm" c="dimmed">
        Fetched frames take the place of what is under Frames now; undo brings that back.
      </Text>
    );
  }
  const missing = frames.items.filter((item) => !isHere(item)).length;
  const { title } = SOURCE_FACTS[frames.source];
  return (
    <Text size="sm">
      {missing === 0
        ? `${frames.items.length} frames from ${title} are here.`
        : `${frames.items.length - missing} of ${frames.items.length} frames from ${title} are here.`}
    </Text>
  );
}

function FetchButtons({ frames }: { frames: FramesChoice }) {
  const services = useServices();
  const params = useDocument(({ document }) => document?.params);
  const setFrames = useDocument((state) => state.setFrames);
  const scouted = useScouted();
  const source = params && sourceOf(params);
  const found = useMemo(() => scouted?.filter(({ state }) => state === 'found').length ?? 0, [scouted]);
  const chosen = useMemo(
    () => !!source && !!scouted && !!params && isChosen(chooseFrames(source.id, scouted, params, frames), frames),
    [source, scouted, params, frames],
  );
  const fresh = found > 0 && !chosen;
  const missing = frames.kind === 'route' ? frames.items.filter((item) => !isHere(item)).length : 0;
  if (!params) return null;
  const fetchFound = () => {
    if (!source || !scouted) return;
    setFrames(chooseFrames(source.id, scouted, params, frames));
    void startFetching(services);
  };
  const icon = <IconCloudDown size={16} stroke={1.6} aria-hidden />;
  return (
    <Group gap={6}>
      {fresh && (
        <Button leftSection={icon} disabled={routeConflict(params) !== null} onClick={fetchFound}>
          Fetch {found} {found === 1 ? 'frame' : 'frames'}
        </Button>
      )}
      {missing > 0 && (
        <Button variant={fresh ? 'default' : 'filled'} leftSection={icon} onClick={() => void startFetching(services)}>
          Fetch the {missing} missing
        </Button>
      )}
      {scouted === null && frames.kind !== 'route' && source && (
        <Text size="xs" c="dimmed">
          Look what is there first: it costs nothing.
        </Text>
      )}
    </Group>
  );
}

function Fetching() {
  const { done, total, bytes, rate, failed, cached, waiting, cancel } = useFetch();
  const online = useOnline();
  const paused = !online || waiting;
  const whole = useRef<HTMLDivElement>(null);
  // It comes up where the button was, at the lower edge; and grows when there is a reason why nothing moves.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is said decides how much is to be seen
  useEffect(() => {
    whole.current?.scrollIntoView({ block: 'nearest' });
  }, [paused]);
  const parts = [
    `${done} of ${total}`,
    bytesText(bytes),
    ...(rate === null ? [] : [`${bytesText(rate)}/s`]),
    ...(cached > 0 ? [`${cached} were here already`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return (
    <Stack ref={whole} gap="xs">
      <Progress value={total === 0 ? 0 : (done / total) * 100} aria-label="Frames fetched" />
      <Text size="sm">{parts.join(', ')}</Text>
      {paused && (
        <Text size="sm" c={online ? 'dimmed' : 'brand.4'} role="status">
          {online
            ? 'Nothing has come for a while: the service may have asked for a pause. It goes on by itself.'
            : 'There is no network just now. It goes on by itself when it is back.'}
        </Text>
      )}
      <Button
        size="xs"
        variant="default"
        w="fit-content"
        leftSection={<IconPlayerStop size={15} stroke={1.6} aria-hidden />}
        onClick={cancel}
      >
        Stop
      </Button>
    </Stack>
  );
}

/** What became of the last download of this project. */
function Outcome() {
  const { project, status, error, changed } = useFetch();
  const own = useDocument(({ document }) => document?.id);
  if (project !== own || status === 'idle') return null;
  return (
    <>
      {error && <RunError error={error} />}
      {status === 'stopped' && (
        <Text size="sm" c="dimmed">
          Stopped. What is here stays; fetching goes on from there.
        </Text>
      )}
      {changed.size > 0 && (
        <Alert color="brand" variant="light" title={`${changed.size} pictures have changed`}>
          Their source sends others today than when this project was shared: the film will differ in these frames.
        </Alert>
      )}
      <FailedFrames />
    </>
  );
}
