import { createBufferPool } from '../../src/gpu/buffer-pool.ts';
import type { Dispatch } from '../../src/gpu/kernel.ts';
import { readFloats } from '../../src/gpu/readback.ts';
import { createRunner } from '../../src/gpu/runner.ts';
import { testDevice } from './gpu.ts';

type HostArray = Float32Array | Uint8Array | Uint16Array;

/**
 * Runs dispatches over GPU copies of host arrays and returns what the copies hold afterwards.
 * @param host contents before, a multiple of 4 bytes; left as they are
 */
export async function runOnGpu<Host extends Readonly<Record<string, HostArray>>>(
  host: Host,
  dispatches: (buffers: Record<keyof Host & string, GPUBuffer>) => Dispatch | Dispatch[],
): Promise<Host> {
  const device = await testDevice();
  const pool = createBufferPool(device);
  const arena = pool.open('test');
  const entries = Object.entries(host);
  const lengths = Object.fromEntries(entries.map(([name, data]) => [name, data.byteLength / 4]));
  const buffers = await arena.take(lengths as Record<keyof Host & string, number>);
  for (const [name, data] of entries) device.queue.writeBuffer(buffers[name]!, 0, data as HostArray & BufferSource);
  await createRunner(device).run([dispatches(buffers)].flat());
  const results: Record<string, HostArray> = {};
  for (const [name, data] of entries) {
    const { buffer } = await readFloats(device, buffers[name]!, data.byteLength / 4);
    results[name] = new (data.constructor as new (bytes: ArrayBufferLike) => HostArray)(buffer);
  }
  arena.close();
  pool.dispose();
  return results as Host;
}

/** Copies of all arrays, for the CPU reference to work on. */
export function copies<Host extends Readonly<Record<string, HostArray>>>(host: Host): Host {
  return Object.fromEntries(Object.entries(host).map(([name, data]) => [name, data.slice()])) as Host;
}
