import type { ImportReport } from './import-store.ts';

/** `4 frames and 1 painting`; null where nothing was added. */
export function addedText({ frames, paintings }: Pick<ImportReport, 'frames' | 'paintings'>): string | null {
  const parts = [counted(frames, 'frame'), counted(paintings, 'painting')].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' and ');
}

function counted(count: number, what: string): string | null {
  return count === 0 ? null : `${count} ${what}${count === 1 ? '' : 's'}`;
}
