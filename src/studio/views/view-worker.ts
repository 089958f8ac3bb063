// Makes frames of what services send, away from the page's thread.
import { createViewMaker } from '../../frames/make-view.ts';
import { createBrowserDeviceProvider } from '../../platform/browser/device-provider.ts';
import { createBrowserImageCodec } from '../../platform/browser/image-codec.ts';
import { createChosenProjector } from './chosen-projector.ts';
import { createViewHost } from './view-host.ts';
import type { ViewRequest } from './view-messages.ts';

const maker = createViewMaker({
  codec: createBrowserImageCodec(),
  projector: createChosenProjector(createBrowserDeviceProvider()),
});
const receive = createViewHost(maker, (reply) => self.postMessage(reply));
self.addEventListener('message', ({ data }: MessageEvent<ViewRequest>) => receive(data));
