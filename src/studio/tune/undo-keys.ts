/** What a key press asks for. */
export type UndoKey = 'undo' | 'redo';

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** Ctrl/Cmd+Z undoes; Shift+Ctrl/Cmd+Z and Ctrl+Y redo; null for any other key. */
export function undoKey({ key, ctrlKey, metaKey, shiftKey, altKey }: Press): UndoKey | null {
  if (altKey || ctrlKey === metaKey) return null;
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  return letter === 'y' && ctrlKey && !shiftKey ? 'redo' : null;
}

/** Inputs that hold no text: there is nothing in them that the browser itself could undo. */
const NOT_TYPED = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit']);

/** Whether a key press goes into a field where people type, whose own undo the browser knows. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !target.readOnly && !NOT_TYPED.has(target.type);
  return target instanceof HTMLTextAreaElement || target.isContentEditable;
}
