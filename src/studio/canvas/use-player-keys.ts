import { useEffect } from 'react';

/** Elements that need these keys themselves. */
const OWN_KEYS =
  'a,button,input,select,textarea,[contenteditable],[role=slider],[role=listbox],[role=dialog],[role=menu],[role=radiogroup]';

/**
 * Space plays and stops; arrows go a frame on and back. Works wherever no control has the focus that would take the key.
 * @param select goes by so many frames
 */
export function usePlayerKeys(toggle: () => void, select: (by: number) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest(OWN_KEYS)) return;
      if (event.key === ' ') toggle();
      else if (event.key === 'ArrowLeft') select(-1);
      else if (event.key === 'ArrowRight') select(1);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [toggle, select]);
}
