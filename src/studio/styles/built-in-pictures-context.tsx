import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react';
import { type BuiltInPicture, type BuiltInPictures, createBuiltInPictures } from './built-in-pictures.ts';

const Context = createContext<BuiltInPictures | null>(null);

/** Draws the built-in paintings' tiles once for every screen below. */
export function BuiltInPicturesProvider({ children }: { children: ReactNode }) {
  const [pictures] = useState(() =>
    createBuiltInPictures(
      () => new Worker(new URL('./built-in-pictures-worker.ts', import.meta.url), { type: 'module' }),
    ),
  );
  return <Context value={pictures}>{children}</Context>;
}

/** @returns null until it is drawn. @throws Error outside of a `BuiltInPicturesProvider` */
export function useBuiltInPicture(id: string): BuiltInPicture | null {
  const pictures = useContext(Context);
  if (!pictures) throw new Error('useBuiltInPicture: there is no BuiltInPicturesProvider above this component');
  return useSyncExternalStore(pictures.subscribe, () => pictures.get(id));
}
