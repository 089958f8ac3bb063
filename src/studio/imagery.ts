import type { ImageryId, ImageryProvider } from '../frames/imagery.ts';

/** How a service is opened. */
export interface ImageryMaker {
  /** its key or its address, as the settings say now. @throws PleinAirError kind `input` where it is missing */
  setup(): string;
  make(setup: string): ImageryProvider;
}

/**
 * Services, opened when they are asked for, and the same again as long as their keys and addresses stay: what one was told while it looked
 * along a route need not be asked again for each frame.
 */
export function createImagery(makers: Readonly<Record<ImageryId, ImageryMaker>>): (id: ImageryId) => ImageryProvider {
  const opened = new Map<ImageryId, { readonly setup: string; readonly provider: ImageryProvider }>();
  return (id) => {
    const setup = makers[id].setup();
    const before = opened.get(id);
    if (before?.setup === setup) return before.provider;
    const provider = makers[id].make(setup);
    opened.set(id, { setup, provider });
    return provider;
  };
}
