import { Stack, Text, Title } from '@mantine/core';
import { useDocument } from '../state/document-store.ts';
import { DriveSection } from './DriveSection.tsx';
import { FetchSection } from './FetchSection.tsx';
import { ScoutSection } from './ScoutSection.tsx';
import { SourceSection } from './SourceSection.tsx';
import { sourceOf } from './source-rules.ts';
import { WaySection } from './WaySection.tsx';

/** The way, the camera along it, and the pictures that fill it, in the order in which one needs them. */
export function RouteStep() {
  const params = useDocument(({ document }) => document?.params);
  const id = useDocument(({ document }) => document?.id);
  const ofRoute = useDocument(({ document }) => document?.frames.kind === 'route');
  if (!params) return null;
  const source = sourceOf(params);
  return (
    // Points that are being typed are meant for the project that they are typed in.
    <Stack key={id} gap="lg">
      <div>
        <Title order={2}>Route</Title>
        <Text size="sm" c="dimmed" mt={4}>
          Draw the way on the map, look what pictures there are along it, then fetch them.
        </Text>
      </div>
      <SourceSection />
      <WaySection />
      {source && <DriveSection />}
      {source && <ScoutSection source={source} />}
      {(source || ofRoute) && <FetchSection />}
    </Stack>
  );
}
