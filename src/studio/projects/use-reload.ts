import { useCallback } from 'react';
import { showError } from '../shell/show-error.ts';
import { useKeeper } from './keeper-context.tsx';
import { useSaved } from './saved-store.ts';

/** Loads the page again once the open project is saved; where that fails the page stays. */
export function useReload(): () => Promise<void> {
  const keeper = useKeeper();
  return useCallback(async () => {
    await keeper.flush();
    const { state, error } = useSaved.getState();
    if (state === 'failed') showError(error);
    else location.reload();
  }, [keeper]);
}
