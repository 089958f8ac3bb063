import * as tf from '@tensorflow/tfjs-core';
import { PleinAirError } from '../../core/errors.ts';
import type { ComputeDevice } from '../../platform/device-provider.ts';
import { startWasm, type WasmFiles } from './start-wasm.ts';

/**
 * One of tfjs' backends. tfjs keeps the current backend in global state, so every stretch of synchronous tensor work goes
 * through `run`, which makes this backend the current one first.
 */
export interface TfBackend {
  readonly name: 'wasm' | 'webgpu';
  /** Runs `work` with this backend current; tensors that `work` neither returns nor keeps are disposed (tf.tidy). */
  run<T extends tf.TensorContainer>(work: () => T): Promise<T>;
  /**
   * Values of tensors, which are disposed whatever happens.
   * @throws PleinAirError kind `device` where the device was lost or refused something since: what it holds then is no result
   */
  read(tensors: readonly tf.Tensor[]): Promise<Float32Array[]>;
  /**
   * To be asked before large work.
   * @param bytes that its tensors take at their peak
   * @param what as in `painting at 512×384 px`
   * @throws PleinAirError kind `device` where they cannot fit beside the tensors that are there
   */
  reserve(bytes: number, what: string): void;
}

/** What a backend is like where the two differ. */
interface BackendTraits {
  /** bytes that all tensors may take together */
  readonly limit: number;
  /** why results cannot be trusted any more, if so */
  readonly failure: () => string | undefined;
}

/**
 * A 32-bit module's memory ends at 4 GiB, of which packed kernels and gaps take a part (a fifth was seen). Beyond it tfjs does not stop: it
 * goes on computing with broken memory.
 */
const WASM_LIMIT = 3 * 2 ** 30;

const gib = (bytes: number) => (bytes / 2 ** 30).toFixed(1);

function backendRunner(name: 'wasm' | 'webgpu', { limit, failure }: BackendTraits): TfBackend {
  return {
    name,
    async read(tensors) {
      try {
        const values = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
        const reason = failure();
        if (reason !== undefined) throw new Error(reason);
        return values;
      } catch (cause) {
        throw new PleinAirError(
          'device',
          `The ${name} device gave no result: ${cause instanceof Error ? cause.message : String(cause)}`,
          'It was lost, or its memory ended. Run again, it goes on where it was; where it happens again, choose a smaller input_max_size, or job_device: wasm.',
          { cause },
        );
      } finally {
        tf.dispose([...tensors]);
      }
    },
    reserve(bytes, what) {
      const needed = bytes + tf.memory().numBytes;
      if (needed <= limit) return;
      throw new PleinAirError(
        'device',
        `There is not enough memory for ${what}: it takes ${gib(needed)} GiB, and WebAssembly has room for ${gib(limit)} GiB.`,
        'Choose a smaller input_max_size (--size), input_style_scale or input_style_size, or paint on a graphics card (job_device: webgpu).',
      );
    },
    async run(work) {
      // setBackend answers asynchronously; another objective may have switched in between.
      while (tf.getBackend() !== name) await tf.setBackend(name);
      return tf.tidy(work);
    },
  };
}

/**
 * tfjs' WebAssembly backend: SIMD, with a thread for each core where the page is cross-origin isolated (one thread in Node).
 * @param files address of the folder that holds tfjs-backend-wasm's `.wasm` files, ending in a slash, or of each file
 * @throws PleinAirError kind `unsupported` where WebAssembly cannot start
 */
export async function openWasmBackend(files: string | WasmFiles): Promise<TfBackend> {
  if (!tf.engine().registry.wasm && !(await startWasm(files))) {
    throw new PleinAirError(
      'unsupported',
      'The WebAssembly backend of the style engine did not start.',
      'Use a browser or Node version with WebAssembly SIMD, or choose job_device: webgpu.',
    );
  }
  return backendRunner('wasm', { limit: WASM_LIMIT, failure: () => undefined });
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
  let failure: string | undefined;
  // tfjs does not look: after a refused buffer it would read zeros and call the picture settled.
  device.addEventListener('uncapturederror', ({ error }) => {
    failure ??= error.message;
  });
  device.lost.then(({ message }) => {
    failure ??= message;
  });
  return backendRunner('webgpu', { limit: Number.POSITIVE_INFINITY, failure: () => failure });
}
