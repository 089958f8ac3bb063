import { Alert, FileInput, Group, NumberInput, Text } from '@mantine/core';
import { useState } from 'react';
import type { Track } from '../../route/track.ts';
import { readTrack, trackSentence, type VideoTrack } from './video-track.ts';

/** A track that a person gave for a video: none, not read yet or unusable (`null`), or read. */
export interface GivenTrack {
  readonly file: File | null;
  readonly track: Track | null;
  readonly problem: string | null;
  readonly startsAt: number | string;
}

export const NO_TRACK: GivenTrack = { file: null, track: null, problem: null, startsAt: 0 };

/** The track as it can be used. @returns null where there is none, undefined while it cannot */
export function usableTrack({ file, track, startsAt }: GivenTrack): VideoTrack | null | undefined {
  if (!file) return null;
  return track && typeof startsAt === 'number' ? { track, startsAt } : undefined;
}

interface TrackFieldProps {
  readonly given: GivenTrack;
  onChange(change: (before: GivenTrack) => GivenTrack): void;
  /** of the frames, seconds from the video's first picture */
  readonly times: readonly number[];
}

/** Asks for a track and for when the video begins in it, and says which frames it places. */
export function TrackField({ given, onChange, times }: TrackFieldProps) {
  const [reading, setReading] = useState(false);
  const pick = (file: File | null) => {
    onChange((before) => ({ ...before, file, track: null, problem: null }));
    if (!file) return;
    setReading(true);
    readTrack(file)
      .then(
        (track) => ({ track, problem: null }),
        (error: unknown) => ({ track: null, problem: problemOf(error) }),
      )
      .then((read) => {
        setReading(false);
        // Another one may have been picked meanwhile.
        onChange((before) => (before.file === file ? { ...before, ...read } : before));
      });
  };
  const usable = usableTrack(given);
  return (
    <>
      <Group grow align="start">
        <FileInput
          label="GPX track (optional)"
          description="recorded along with the video"
          placeholder="Choose a file"
          accept=".gpx,application/gpx+xml"
          clearable
          value={given.file}
          onChange={pick}
          error={given.problem !== null}
        />
        {given.file && (
          <NumberInput
            label="Video starts at"
            description="seconds after the track does"
            value={given.startsAt}
            onChange={(startsAt) => onChange((before) => ({ ...before, startsAt }))}
            step={1}
            suffix=" s"
          />
        )}
      </Group>
      {given.problem !== null && (
        <Alert color="rust" role="alert" style={{ whiteSpace: 'pre-line' }}>
          {given.problem}
        </Alert>
      )}
      {given.file && given.problem === null && (
        <Text size="sm" aria-live="polite">
          {reading ? 'Reading the track …' : usable && trackSentence(usable, times)}
        </Text>
      )}
    </>
  );
}

function problemOf(error: unknown): string {
  return error instanceof Error && 'text' in error ? String(error.text) : String(error);
}
