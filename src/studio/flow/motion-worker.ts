// Looks for the motion between two frames, away from the page's thread.
import { createBrowserDeviceProvider } from '../../platform/browser/device-provider.ts';
import { createBrowserImageCodec } from '../../platform/browser/image-codec.ts';
import { createLazyFlow } from '../../render/open-flow.ts';
import { createMotionHost } from './motion-host.ts';
import type { MotionRequest } from './motion-messages.ts';

const devices = createBrowserDeviceProvider();
const receive = createMotionHost(
  { codec: createBrowserImageCodec(), openFlow: (params) => createLazyFlow(params, devices) },
  (reply) => self.postMessage(reply),
);
self.addEventListener('message', ({ data }: MessageEvent<MotionRequest>) => receive(data));
