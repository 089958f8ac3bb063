// Entry of the worker that paints: the page's thread stays free for the page.
import '../../platform/browser/zod-without-eval.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { bundledWasmFiles } from '../../engine/tfjs/wasm-files.ts';
import { createBrowserDeviceProvider } from '../../platform/browser/device-provider.ts';
import { createBrowserFetcher } from '../../platform/browser/fetcher.ts';
import { createBrowserImageCodec } from '../../platform/browser/image-codec.ts';
import { openBrowserStores } from '../../platform/browser/stores.ts';
import { createBrowserVideoEncoder } from '../../platform/browser/video-encoder.ts';
import type { HostPorts } from './host-ports.ts';
import { createJobHost } from './job-host.ts';
import type { WorkerRequest } from './protocol.ts';

/** A driver that was reset is back within a second or two; a browser's GPU process sometimes later. */
const DEVICE_DELAYS = [100, 1000, 3000, 6000];

async function openPorts(): Promise<HostPorts> {
  return {
    stores: await openBrowserStores(),
    codec: createBrowserImageCodec(),
    devices: createBrowserDeviceProvider(),
    wasmFiles: bundledWasmFiles,
    fetcher: createBrowserFetcher(),
    encoder: createBrowserVideoEncoder(),
    now: () => performance.now(),
    about: {
      version: packageJson.version,
      versions: {
        browser: navigator.userAgent,
        tfjs: packageJson.dependencies['@tensorflow/tfjs-core'].replace(/^\D+/, ''),
      },
    },
    deviceDelays: DEVICE_DELAYS,
  };
}

const host = createJobHost(openPorts, (reply, transfer = []) => self.postMessage(reply, { transfer: [...transfer] }));
self.addEventListener('message', ({ data }: MessageEvent<WorkerRequest>) => host.receive(data));
