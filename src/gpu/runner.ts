import type { Dispatch } from './kernel.ts';
import { createPipelineCache, type PipelineCache } from './pipeline-cache.ts';

/** Runs lists of dispatches on one device. */
export interface Runner {
  readonly device: GPUDevice;
  readonly pipelines: PipelineCache;
  /**
   * Compiles what is missing, then encodes and submits the list in order: each dispatch sees what earlier ones wrote.
   * Resolves when the device has finished the list.
   * @throws the signal's reason when aborted; what was submitted before still runs to its end
   */
  run(dispatches: readonly Dispatch[], signal?: AbortSignal): Promise<void>;
}

/**
 * Dispatches of one submit. Flow sweeps take tens of microseconds each on a weak GPU, so that a submit stays far below
 * the two seconds after which Windows resets a driver, and an abort is noticed soon.
 */
const DISPATCHES_PER_SUBMIT = 512;
/** Submits that may wait on the device before the host pauses: bounds what an abort leaves behind. */
const SUBMITS_IN_FLIGHT = 2;

/** A runner with its own pipeline cache. */
export function createRunner(device: GPUDevice): Runner {
  const pipelines = createPipelineCache(device);
  return {
    device,
    pipelines,
    async run(dispatches, signal) {
      signal?.throwIfAborted();
      const unique = [...new Set(dispatches)];
      const compiled = await Promise.all(unique.map((dispatch) => pipelines.get(dispatch.kernel)));
      signal?.throwIfAborted();
      const uniforms = uploadUniforms(device, unique);
      try {
        const bound = new Map(
          unique.map((dispatch, i) => {
            const pipeline = compiled[i]!;
            return [dispatch, { pipeline, group: bind(device, pipeline, dispatch, uniforms) }] as const;
          }),
        );
        const flights: Promise<undefined>[] = [];
        for (let start = 0; start < dispatches.length; start += DISPATCHES_PER_SUBMIT) {
          const encoder = device.createCommandEncoder();
          const pass = encoder.beginComputePass();
          for (const dispatch of dispatches.slice(start, start + DISPATCHES_PER_SUBMIT)) {
            const { pipeline, group } = bound.get(dispatch)!;
            pass.setPipeline(pipeline);
            pass.setBindGroup(0, group);
            pass.dispatchWorkgroups(...dispatch.grid);
          }
          pass.end();
          device.queue.submit([encoder.finish()]);
          flights.push(device.queue.onSubmittedWorkDone());
          if (flights.length >= SUBMITS_IN_FLIGHT) await flights.shift();
          signal?.throwIfAborted();
        }
        await Promise.all(flights);
      } finally {
        uniforms?.buffer.destroy();
      }
    },
  };
}

interface Uniforms {
  readonly buffer: GPUBuffer;
  readonly offsets: ReadonlyMap<Dispatch, number>;
}

/** All uniform blocks of a list in one buffer, equal blocks once. */
function uploadUniforms(device: GPUDevice, dispatches: readonly Dispatch[]): Uniforms | undefined {
  const alignment = device.limits.minUniformBufferOffsetAlignment;
  const stride = (bytes: number) => Math.ceil(bytes / alignment) * alignment;
  const offsets = new Map<Dispatch, number>();
  const places = new Map<string, number>();
  const blocks: { offset: number; bytes: Uint8Array<ArrayBuffer> }[] = [];
  let size = 0;
  for (const dispatch of dispatches) {
    const bytes = dispatch.uniform;
    if (!bytes) continue;
    const key = bytes.join();
    let offset = places.get(key);
    if (offset === undefined) {
      offset = size;
      places.set(key, offset);
      blocks.push({ offset, bytes });
      size += stride(bytes.byteLength);
    }
    offsets.set(dispatch, offset);
  }
  if (size === 0) return undefined;
  const buffer = device.createBuffer({
    label: 'uniforms',
    size,
    usage: GPUBufferUsage.UNIFORM,
    mappedAtCreation: true,
  });
  const target = new Uint8Array(buffer.getMappedRange());
  for (const { offset, bytes } of blocks) target.set(bytes, offset);
  buffer.unmap();
  return { buffer, offsets };
}

function bind(
  device: GPUDevice,
  pipeline: GPUComputePipeline,
  dispatch: Dispatch,
  uniforms: Uniforms | undefined,
): GPUBindGroup {
  const { kernel, buffers, uniform } = dispatch;
  if (buffers.length !== kernel.buffers.length || (uniform !== undefined) !== kernel.uniform) {
    throw new Error(`Dispatch of "${kernel.label}" does not have the buffers and uniform that the kernel declares`);
  }
  const entries: GPUBindGroupEntry[] = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
  if (uniform && uniforms) {
    const resource = { buffer: uniforms.buffer, offset: uniforms.offsets.get(dispatch)!, size: uniform.byteLength };
    entries.push({ binding: buffers.length, resource });
  }
  return device.createBindGroup({ label: kernel.label, layout: pipeline.getBindGroupLayout(0), entries });
}
