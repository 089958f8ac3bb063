import { Button, Text } from '@mantine/core';
import { PleinAirError } from '../../core/errors.ts';
import { useKeeper } from './keeper-context.tsx';
import { useSaved } from './saved-store.ts';

const WORDS = { saved: 'saved', waiting: 'saving …', saving: 'saving …' } as const;

/** Whether the open project is kept; where it could not be, why, and a way to try again. */
export function SavedNote() {
  const { state, error } = useSaved();
  const keeper = useKeeper();
  if (state !== 'failed') {
    return (
      <Text size="sm" c="dimmed" data-saved={state}>
        {WORDS[state]}
      </Text>
    );
  }
  const why = error instanceof PleinAirError ? error.text : String(error);
  return (
    <Button size="compact-sm" color="rust" variant="light" title={why} onClick={() => void keeper.flush()}>
      Not saved: try again
    </Button>
  );
}
