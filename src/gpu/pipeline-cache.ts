import { PleinAirError } from '../core/errors.ts';
import type { Kernel } from './kernel.ts';

/** Compiled pipelines of one device, by content. */
export interface PipelineCache {
  /**
   * Compiles a kernel or returns what an equal one compiled to. Calls with equal kernels share one compilation;
   * a failed one is forgotten, so that the next call tries again.
   * @throws PleinAirError kind `device` with the compiler's message, the line and its text
   */
  get(kernel: Kernel): Promise<GPUComputePipeline>;
  /** Pipelines held or being compiled. */
  readonly size: number;
}

/** Pipelines for `device`, keyed by everything that enters the compilation. */
export function createPipelineCache(device: GPUDevice): PipelineCache {
  const pipelines = new Map<string, Promise<GPUComputePipeline>>();
  // Kernels are mostly module constants: their text is joined to a key once.
  const keys = new WeakMap<Kernel, string>();

  const keyOf = (kernel: Kernel): string => {
    const known = keys.get(kernel);
    if (known !== undefined) return known;
    const constants = Object.entries(kernel.constants ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([kernel.code, kernel.buffers, kernel.uniform, constants]);
    keys.set(kernel, key);
    return key;
  };

  return {
    get(kernel) {
      const key = keyOf(kernel);
      const flight = pipelines.get(key);
      if (flight) return flight;
      const compiled = compile(device, kernel).catch((error: unknown) => {
        pipelines.delete(key);
        throw error;
      });
      pipelines.set(key, compiled);
      return compiled;
    },
    get size() {
      return pipelines.size;
    },
  };
}

const shared = new WeakMap<GPUDevice, PipelineCache>();

/** The cache that all of a device's users share: what was compiled for one is there for the next. */
export function pipelinesOf(device: GPUDevice): PipelineCache {
  const known = shared.get(device) ?? createPipelineCache(device);
  shared.set(device, known);
  return known;
}

async function compile(device: GPUDevice, kernel: Kernel): Promise<GPUComputePipeline> {
  const label = kernel.label;
  // What goes wrong is reported below by message; the scope keeps it out of the device's uncaptured errors.
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ label, code: kernel.code });
  const storage = kernel.buffers.map(
    (access, binding): GPUBindGroupLayoutEntry => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' },
    }),
  );
  const uniform: GPUBindGroupLayoutEntry[] = kernel.uniform
    ? [{ binding: storage.length, visibility: GPUShaderStage.COMPUTE, buffer: { type: 'uniform' } }]
    : [];
  const group = device.createBindGroupLayout({ label, entries: [...storage, ...uniform] });
  const layout = device.createPipelineLayout({ label, bindGroupLayouts: [group] });
  const pipeline = device
    .createComputePipelineAsync({
      label,
      layout,
      compute: { module, entryPoint: 'main', constants: { ...kernel.constants } },
    })
    .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
  const [scoped, info, result] = await Promise.all([device.popErrorScope(), module.getCompilationInfo(), pipeline]);

  const fault = info.messages.find((message) => message.type === 'error');
  if (fault) {
    const line = kernel.code.split('\n')[fault.lineNum - 1] ?? '';
    throw new PleinAirError(
      'device',
      `Kernel "${label}" does not compile: ${fault.message} (line ${fault.lineNum}: ${line.trim()})`,
      REMEDY,
    );
  }
  if (result instanceof Error) {
    const reason = scoped?.message ?? result.message;
    throw new PleinAirError('device', `Kernel "${label}" makes no pipeline: ${reason}`, REMEDY, { cause: result });
  }
  return result;
}

const REMEDY = 'Update the browser or the graphics driver, or compute without the GPU (job_device: wasm).';
