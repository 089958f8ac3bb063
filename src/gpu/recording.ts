import type { Dispatch } from './kernel.ts';
import type { PipelineCache } from './pipeline-cache.ts';

/** A list of dispatches with its pipelines compiled and its bind groups made, to be encoded as often as one likes. */
export interface Recording {
  readonly length: number;
  /** Encodes dispatches `from` … `to − 1` into a pass. Nothing is allocated. */
  encode(pass: GPUComputePassEncoder, from: number, to: number): void;
  /** Frees the uniform blocks; storage buffers stay their owner's. */
  dispose(): void;
}

/**
 * Compiles what is missing and binds everything once.
 * @throws PleinAirError kind `device` as `PipelineCache.get`; the signal's reason when aborted
 */
export async function record(
  device: GPUDevice,
  pipelines: PipelineCache,
  dispatches: readonly Dispatch[],
  signal?: AbortSignal,
): Promise<Recording> {
  const unique = [...new Set(dispatches)];
  const compiled = await Promise.all(unique.map((dispatch) => pipelines.get(dispatch.kernel)));
  signal?.throwIfAborted();
  const uniforms = uploadUniforms(device, unique);
  const bound = new Map(
    unique.map((dispatch, i) => {
      const pipeline = compiled[i]!;
      return [dispatch, { pipeline, group: bind(device, pipeline, dispatch, uniforms), grid: dispatch.grid }] as const;
    }),
  );
  const list = dispatches.map((dispatch) => bound.get(dispatch)!);
  return {
    length: list.length,
    encode(pass, from, to) {
      let current: GPUComputePipeline | undefined;
      for (let i = from; i < to; i++) {
        const { pipeline, group, grid } = list[i]!;
        if (pipeline !== current) pass.setPipeline(pipeline);
        current = pipeline;
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(grid[0], grid[1], grid[2]);
      }
    },
    dispose() {
      uniforms?.buffer.destroy();
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
  const entries: GPUBindGroupEntry[] = buffers.map((range, binding) => ({
    binding,
    resource: 'buffer' in range ? range : { buffer: range },
  }));
  if (uniform && uniforms) {
    const resource = { buffer: uniforms.buffer, offset: uniforms.offsets.get(dispatch)!, size: uniform.byteLength };
    entries.push({ binding: buffers.length, resource });
  }
  return device.createBindGroup({ label: kernel.label, layout: pipeline.getBindGroupLayout(0), entries });
}
