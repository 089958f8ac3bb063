import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';

interface KeptFocus<T extends HTMLElement> {
  readonly ref: RefObject<T | null>;
  readonly tabIndex: -1;
  onFocus(event: FocusEvent): void;
  onBlur(event: FocusEvent): void;
  onKeyDown(event: KeyboardEvent): void;
}

/**
 * Keeps a keyboard's place in a part of the page where buttons go when they are pressed: the last button that is there then gets the focus, and
 * where there is none the part itself. For the element to spread over; used by the component in which the buttons come and go.
 */
export function useKeptFocus<T extends HTMLElement>(): KeptFocus<T> {
  const ref = useRef<T>(null);
  const last = useRef<Element | null>(null);
  useEffect(() => {
    const { activeElement, body } = document;
    if (!last.current || last.current.isConnected || (activeElement && activeElement !== body)) return;
    last.current = null;
    const button = [...(ref.current?.querySelectorAll('button') ?? [])].filter(({ disabled }) => !disabled).at(-1);
    (button ?? ref.current)?.focus({ preventScroll: true });
  });
  return {
    ref,
    tabIndex: -1,
    onFocus: ({ target }) => {
      last.current = target;
    },
    // React tells of a focus that a person takes elsewhere, not of one that is lost with its element.
    onBlur: ({ target }) => {
      // While another window is in front the page keeps its place.
      if (document.activeElement !== target) last.current = null;
    },
    // The button that takes the place of the one pressed is not meant by the same press.
    onKeyDown: (event) => {
      if (event.repeat && event.key === 'Enter' && event.target instanceof HTMLButtonElement) event.preventDefault();
    },
  };
}
