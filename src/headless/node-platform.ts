import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { createNodeDeviceProvider } from '../platform/node/device-provider.ts';
import { createNodeFetcher } from '../platform/node/fetcher.ts';
import { openLocalWeights } from '../platform/node/files.ts';
import { createFolderStore } from '../platform/node/folder-store.ts';
import type { EnginePlatform } from '../render/open-engine.ts';

/*
 * The terminal paints in Node, not in a headless browser: Dawn's `webgpu` package is the same WebGPU that Chrome has, without
 * Chrome's memory caps, flags and start-up; files, signals and exit codes are at hand; and where there is no adapter at all,
 * WebAssembly in Node runs at the same speed as in a page. A browser would have to be found or downloaded first and watched all night.
 */

/** Node's side of everything that the engine needs. @param weightsPath for `nn_weights: file` */
export async function createNodePlatform(weightsPath: string | undefined): Promise<EnginePlatform> {
  const devices = createNodeDeviceProvider();
  return {
    devices: {
      async request() {
        // tfjs looks for WebGPU there, as in a browser. Node 21 and later have a navigator of their own.
        const gpu = await devices.gpu();
        if (gpu) Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true, writable: true });
        return devices.request();
      },
    },
    wasmFiles: wasmFolder(),
    weightsStore: createFolderStore(join(cacheFolder(), 'weights')),
    fetcher: createNodeFetcher(),
    ...(weightsPath !== undefined && { localWeights: await openLocalWeights(weightsPath) }),
  };
}

function wasmFolder(): string {
  const file = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm');
  return dirname(file) + sep;
}

/** Where downloads are kept between runs, by the custom of the system. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: windows } = process.env;
  if (xdg) return join(xdg, 'plein-air');
  if (process.platform === 'win32' && windows) return join(windows, 'plein-air');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'plein-air');
  return join(homedir(), '.cache', 'plein-air');
}

/**
 * tfjs' WebAssembly module hooks itself into the process: an error anywhere would then print the whole minified module.
 * @returns a function that takes those hooks out again; call it once the engine is open
 */
export function guardProcessHooks(): () => void {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => new Set(process.listeners(event as 'uncaughtException')));
  return () => {
    events.forEach((event, i) => {
      for (const listener of process.listeners(event as 'uncaughtException')) {
        if (!before[i]!.has(listener)) process.removeListener(event, listener);
      }
    });
  };
}
