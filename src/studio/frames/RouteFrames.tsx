import { Button, Stack, Text } from '@mantine/core';
import { IconPhotoPlus, IconRoute } from '@tabler/icons-react';
import { SOURCE_FACTS } from '../../frames/source-facts.ts';
import { isHere, type RouteChoice } from '../../project/route-frames.ts';
import { useFetch } from '../route/fetch-store.ts';
import { useSession } from '../state/session-store.ts';
import { PickFiles } from './PickFiles.tsx';

/** Frames along a route: where they come from, and the ways to change them. */
export function RouteFrames({ choice }: { choice: RouteChoice }) {
  const setStep = useSession((state) => state.setStep);
  const fetching = useFetch(({ status }) => status === 'fetching');
  const missing = choice.items.filter((item) => !isHere(item)).length;
  const gone = choice.items.filter((item) => item.gone).length;
  const dates = choice.items.flatMap(({ date }) => date ?? []).sort();
  const first = dates[0];
  const last = dates.at(-1);
  return (
    <Stack gap="md">
      <Text size="sm">
        {choice.items.length} frames from {SOURCE_FACTS[choice.source].title}
        {first !== undefined && (first === last ? `, taken ${first}` : `, taken ${first} to ${last}`)}.
      </Text>
      {missing > 0 && (
        <Text size="sm" c="brand.4">
          {missing} of them {missing === 1 ? 'is' : 'are'}{' '}
          {fetching
            ? 'on the way.'
            : gone === 0
              ? 'not fetched yet.'
              : 'no longer here: fetch them again to paint them anew. What is painted stays.'}
        </Text>
      )}
      <Button
        leftSection={<IconRoute size={18} stroke={1.6} aria-hidden />}
        variant={missing > 0 && !fetching ? 'filled' : 'default'}
        onClick={() => setStep('route')}
      >
        {missing > 0 && !fetching ? 'Fetch them under Route' : 'Go to Route'}
      </Button>
      <div>
        <PickFiles
          as="frames"
          variant="default"
          fullWidth
          leftSection={<IconPhotoPlus size={18} stroke={1.6} aria-hidden />}
        >
          Use photographs or a video
        </PickFiles>
        <Text size="xs" c="dimmed" mt="xs">
          They take the place of the route’s frames; undo brings these back.
        </Text>
      </div>
    </Stack>
  );
}
