import { Stack, Text, Title } from '@mantine/core';
import { useDocument } from '../state/document-store.ts';
import { BalanceSection } from './BalanceSection.tsx';
import { ChooseFrames } from './ChooseFrames.tsx';
import { DemoFrames } from './DemoFrames.tsx';
import { PhotographList } from './PhotographList.tsx';
import { RouteFrames } from './RouteFrames.tsx';

/** What the film is painted from. */
export function FramesStep() {
  const frames = useDocument(({ document }) => document?.frames);
  if (!frames) return null;
  return (
    <Stack gap="md" h="100%">
      <div>
        <Title order={2}>Frames</Title>
        <Text size="sm" c="dimmed" mt={4}>
          {DESCRIPTIONS[frames.kind]}
        </Text>
      </div>
      {frames.kind !== 'none' && <BalanceSection />}
      {frames.kind === 'none' && <ChooseFrames />}
      {frames.kind === 'demo' && <DemoFrames frames={frames.frames} />}
      {frames.kind === 'route' && <RouteFrames choice={frames} />}
      {frames.kind === 'files' && <PhotographList items={frames.items} />}
    </Stack>
  );
}

const DESCRIPTIONS = {
  none: 'Each photograph becomes a frame of the film. Take them while you walk or drive along a street, or take a video.',
  demo: 'A drive along a street that the program draws itself: needs neither network nor photographs.',
  files: 'Each photograph is a frame of the film, in this order. The first one gives the film its shape.',
  route: 'Pictures along a route; the first one gives the film its shape.',
} as const;
