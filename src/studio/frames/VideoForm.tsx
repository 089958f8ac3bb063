import { Alert, Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { type SubmitEvent, useEffect, useState } from 'react';
import type { VideoFacts } from './read-video.ts';
import { type GivenTrack, NO_TRACK, TrackField, usableTrack } from './TrackField.tsx';
import { type VideoRate, videoTimes } from './video-times.ts';
import type { VideoChoice } from './video-track.ts';

interface VideoFormProps {
  readonly video: File;
  /** @param choice null to leave the video out */
  answer(choice: VideoChoice | null): void;
}

/** Asks how many pictures to take from a video, and says what that makes. */
export function VideoForm({ video, answer }: VideoFormProps) {
  const [facts, setFacts] = useState<VideoFacts | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [perSecond, setPerSecond] = useState<number | string>(2);
  const [most, setMost] = useState<number | string>(120);
  const [given, setGiven] = useState<GivenTrack>(NO_TRACK);
  useEffect(() => {
    let gone = false;
    import('./read-video.ts')
      .then(({ probeVideo }) => probeVideo(video))
      .then(
        (found) => !gone && setFacts(found),
        (error: unknown) => !gone && setProblem(error instanceof Error ? messageOf(error) : String(error)),
      );
    return () => {
      gone = true;
    };
  }, [video]);
  const rate: VideoRate | null =
    typeof perSecond === 'number' && typeof most === 'number' && perSecond > 0 && most >= 1
      ? { perSecond, most }
      : null;
  const track = usableTrack(given);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (rate && facts && track !== undefined) answer({ rate, track });
  };
  const times = facts && rate ? videoTimes(0, facts.duration, rate) : [];
  if (problem !== null) {
    return (
      <Stack gap="sm">
        <Alert color="rust" title="This video cannot be used" role="alert" style={{ whiteSpace: 'pre-line' }}>
          {problem}
        </Alert>
        <Group justify="flex-end">
          <Button onClick={() => answer(null)} data-autofocus>
            Close
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {video.name}
          {facts ? `: ${facts.duration.toFixed(1)} s, ${facts.width} × ${facts.height} px` : ': reading …'}
        </Text>
        <Group grow align="start">
          <NumberInput
            label="Frames per second"
            description="of the video"
            value={perSecond}
            onChange={setPerSecond}
            min={0.1}
            max={60}
            step={0.5}
            data-autofocus
          />
          <NumberInput
            label="At most"
            description="frames in all"
            value={most}
            onChange={setMost}
            min={1}
            max={5000}
            step={10}
            allowDecimal={false}
          />
        </Group>
        <Text size="sm" aria-live="polite">
          {facts && rate && sentence(times.length, facts.duration, rate)}
        </Text>
        <TrackField given={given} onChange={setGiven} times={times} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => answer(null)}>
            Leave it out
          </Button>
          <Button type="submit" disabled={!facts || !rate || track === undefined}>
            Take frames
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function sentence(count: number, duration: number, { perSecond, most }: VideoRate): string {
  const reach = count / perSecond;
  const frames = `${count} ${count === 1 ? 'frame' : 'frames'}`;
  return count === most && reach < duration - 1e-6
    ? `${frames}: the first ${reach.toFixed(1)} s of the video.`
    : `${frames}, one every ${(1 / perSecond).toFixed(2)} s.`;
}

function messageOf(error: Error): string {
  return 'text' in error ? String(error.text) : error.message;
}
