import { askedLeftovers } from '../frames/fetch/asked-leftovers.ts';
import { createBrowserImageCodec } from '../platform/browser/image-codec.ts';
import { persistStorage, storageRoom } from '../platform/browser/room.ts';
import { openBrowserStores } from '../platform/browser/stores.ts';
import { createLibrary } from '../project/documents/library.ts';
import type { RenderClient } from '../render/worker/client.ts';
import type { StudioServices } from './services.ts';
import { openStreetServices } from './street-services.ts';
import { createViewClient } from './views/view-client.ts';

/**
 * Binds the browser to what the studio's screens need.
 * @throws PleinAirError kind `storage` where this browser does not let the page keep data
 */
export async function openServices(render: RenderClient): Promise<StudioServices> {
  const stores = await openBrowserStores();
  return {
    projects: createLibrary(stores, askedLeftovers),
    frames: stores.frames,
    styles: stores.styles,
    codec: createBrowserImageCodec(),
    render,
    room: storageRoom,
    persist: persistStorage,
    street: await openStreetServices(stores.frames, createViewClient()),
  };
}
