import { type RunState, useRun } from '../state/run-store.ts';

/**
 * Puts a state on the screens and frees the pictures that the one before showed and this one does not: an object URL keeps its picture
 * in memory until it is revoked.
 */
export function showRun(state: RunState): void {
  const { painted } = useRun.getState();
  useRun.setState(state);
  if (painted === state.painted) return;
  const kept = new Set(Object.values(state.painted));
  for (const url of Object.values(painted)) if (!kept.has(url)) URL.revokeObjectURL(url);
}
