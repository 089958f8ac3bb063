import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { openWasmBackend, openWebGpuBackend, type TfBackend } from '../../src/engine/tfjs/backend.ts';
import { testDevice } from './gpu.ts';

/** tfjs on WebAssembly. */
export function wasmBackend(): Promise<TfBackend> {
  const file = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm');
  return openWasmBackend(dirname(file) + sep);
}

/** tfjs on the test process' WebGPU device. */
export async function webgpuBackend(): Promise<TfBackend> {
  const device = await testDevice();
  const gpu = (await globalThis.pleinAirTestGpu!).instance;
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true, writable: true });
  return openWebGpuBackend({ device, info: device.adapterInfo, software: true });
}
