import { useEffect } from 'react';
import { useRun } from '../state/run-store.ts';

const NAME = 'Plein Air';

/** Tells how far the film is in the title of the tab, for people who are elsewhere meanwhile. */
export function useRunTitle(): void {
  const title = useRun(({ status, progress, index, frames }) => {
    const where = `${Math.floor(progress * 100)} % · frame ${index + 1} of ${frames.length}`;
    if (status === 'painting') return `${where} · ${NAME}`;
    if (status === 'paused') return `Paused · ${where} · ${NAME}`;
    if (status === 'failed') return `Stopped by an error · ${NAME}`;
    return status === 'done' ? `Painted · ${NAME}` : NAME;
  });
  useEffect(() => {
    document.title = title;
    return () => {
      document.title = NAME;
    };
  }, [title]);
}
