import { useCallback } from 'react';
import { needsReload } from '../policy/apply-policy.ts';
import { useKeeper } from '../projects/keeper-context.tsx';
import { useSaved } from '../projects/saved-store.ts';
import { showError } from '../shell/show-error.ts';
import { useSettings } from './settings-store.ts';

/**
 * Loads the page again where the settings now ask for more than its policy lets; the open project is saved first, and where that
 * fails the page stays.
 */
export function useApply(): () => Promise<void> {
  const keeper = useKeeper();
  return useCallback(async () => {
    const { settings, keys, unkept } = useSettings.getState();
    // What the browser did not keep would be lost by loading the page again.
    if (unkept || !needsReload(settings, keys)) return;
    await keeper.flush();
    const { state, error } = useSaved.getState();
    if (state === 'failed') showError(error);
    else location.reload();
  }, [keeper]);
}
