import * as tf from '@tensorflow/tfjs-core';

/** Address of each of tfjs-backend-wasm's `.wasm` files, by the name it has in the package. */
export type WasmFiles = Readonly<Record<`tfjs-backend-wasm${'' | '-simd' | '-threaded-simd'}.wasm`, string>>;

const THREADS = 'WASM_HAS_MULTITHREAD_SUPPORT';

/** For threads to start, in milliseconds: where they cannot, tfjs waits for ever. A slow download of the file falls in it too. */
const PATIENCE = 20_000;

/**
 * Starts tfjs' wasm backend, with threads where the page is cross-origin isolated and without where they fail (a policy that forbids
 * workers from blobs, for one): slower, but it paints.
 * @param files as in `openWasmBackend`
 * @returns false where WebAssembly cannot start at all
 */
export async function startWasm(files: string | WasmFiles): Promise<boolean> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(typeof files === 'string' ? files : { ...files });
  if (!(await tf.env().getAsync(THREADS))) return tf.setBackend('wasm');
  if (await withinPatience(() => tf.setBackend('wasm'))) return true;
  const factory = tf.findBackendFactory('wasm');
  tf.removeBackend('wasm');
  tf.env().set(THREADS, false);
  tf.registerBackend('wasm', factory);
  return tf.setBackend('wasm');
}

/** Whether `start` succeeds in time, no thread's error coming before. */
async function withinPatience(start: () => Promise<boolean>): Promise<boolean> {
  let onError = (_event: Event): void => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const failed = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, PATIENCE, false);
    onError = (event) => {
      event.preventDefault();
      resolve(false);
    };
  });
  const forget = () => globalThis.removeEventListener('error', onError);
  // An error of a thread is dealt with here; uncaught, it would pass for one of the worker that paints.
  globalThis.addEventListener('error', onError);
  const started = await Promise.race([start(), failed]);
  clearTimeout(timer);
  if (started) forget();
  // Each thread fails by itself: the rest of them is still to come.
  else setTimeout(forget, PATIENCE);
  return started;
}
