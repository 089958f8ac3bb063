import { Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { filmCredits } from '../../project/credits.ts';
import { useDocument } from '../state/document-store.ts';

/** What the sources of the frames ask to be named wherever the film is shown. */
export function Credits() {
  const frames = useDocument(({ document }) => document?.frames);
  const credits = useMemo(() => (frames ? filmCredits(frames) : []), [frames]);
  if (credits.length === 0) return null;
  return (
    <Stack gap={4} component="section" aria-label="Credits">
      <Text size="sm" fw={600}>
        Credits
      </Text>
      {credits.map((line) => (
        <Text key={line} size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {line}
        </Text>
      ))}
      <Text size="xs" c="dimmed">
        Name them wherever you show the film.
      </Text>
    </Stack>
  );
}
