import * as tf from '@tensorflow/tfjs-core';
import { PleinAirError } from '../../core/errors.ts';
import type { ComputeDevice } from '../../platform/device-provider.ts';

/**
 * One of tfjs' backends. tfjs keeps the current backend in global state, so every stretch of synchronous tensor work goes
 * through `run`, which makes this backend the current one first.
 */
export interface TfBackend {
  readonly name: 'wasm' | 'webgpu';
  /** Runs `work` with this backend current; tensors that `work` neither returns nor keeps are disposed (tf.tidy). */
  run<T extends tf.TensorContainer>(work: () => T): Promise<T>;
}

function backendRunner(name: 'wasm' | 'webgpu'): TfBackend {
  return {
    name,
    async run(work) {
      // setBackend answers asynchronously; another objective may have switched in between.
      while (tf.getBackend() !== name) await tf.setBackend(name);
      return tf.tidy(work);
    },
  };
}

/**
 * tfjs' WebAssembly backend (SIMD; one thread in Node).
 * @param folder address of the folder that holds tfjs-backend-wasm's `.wasm` files, ending in a slash
 * @throws PleinAirError kind `unsupported` where WebAssembly cannot start
 */
export async function openWasmBackend(folder: string): Promise<TfBackend> {
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  if (!tf.engine().registry.wasm) {
    wasm.setWasmPaths(folder);
    const ready = await tf.setBackend('wasm');
    if (!ready) {
      throw new PleinAirError(
        'unsupported',
        'The WebAssembly backend of the style engine did not start.',
        'Use a browser or Node version with WebAssembly SIMD, or choose job_device: webgpu.',
      );
    }
  }
  return backendRunner('wasm');
}

/**
 * tfjs' WebGPU backend on a device of ours: its own factory would request a device with few limits and no features.
 * `globalThis.navigator.gpu` must exist before the first call (in Node the platform's device provider sees to it).
 */
export async function openWebGpuBackend({ device, info }: ComputeDevice): Promise<TfBackend> {
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  // The registry itself: tf.findBackend would start the factory that the import registered.
  const registered = tf.engine().registry.webgpu;
  if (!(registered instanceof WebGPUBackend && registered.device === device)) {
    tf.removeBackend('webgpu');
    tf.registerBackend('webgpu', () => new WebGPUBackend(device, info), 3);
    await tf.setBackend('webgpu');
    // Values of small tensors would otherwise be computed on the CPU, with other rounding than the rest.
    tf.env().set('WEBGPU_CPU_FORWARD', false);
  }
  return backendRunner('webgpu');
}
