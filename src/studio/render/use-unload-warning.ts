import { useEffect } from 'react';
import { useRun } from '../state/run-store.ts';

/** Asks before the tab is closed while a frame is in work: that frame alone would be lost. */
export function useUnloadWarning(): void {
  const inWork = useRun(({ control, frames, index }) => control !== null && frames[index] === 'painting');
  useEffect(() => {
    if (!inWork) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [inWork]);
}
