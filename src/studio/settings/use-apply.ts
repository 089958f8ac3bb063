import { useCallback } from 'react';
import { needsReload } from '../policy/apply-policy.ts';
import { useReload } from '../projects/use-reload.ts';
import { useSettings } from './settings-store.ts';

/**
 * Loads the page again where the settings now ask for more than its policy lets; the open project is saved first, and where that
 * fails the page stays.
 */
export function useApply(): () => Promise<void> {
  const reload = useReload();
  return useCallback(async () => {
    const { settings, keys, unkept } = useSettings.getState();
    // What the browser did not keep would be lost by loading the page again.
    if (unkept || !needsReload(settings, keys)) return;
    await reload();
  }, [reload]);
}
