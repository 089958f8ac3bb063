import { useDocument } from './document-store.ts';

/** Notes which project is open. @returns whether that one is open still; false where none was */
export function noteOpenProject(): () => boolean {
  const id = useDocument.getState().document?.id;
  return () => id !== undefined && useDocument.getState().document?.id === id;
}
