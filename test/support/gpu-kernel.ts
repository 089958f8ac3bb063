import { createBufferPool } from '../../src/gpu/buffer-pool.ts';
import type { Dispatch } from '../../src/gpu/kernel.ts';
import { readFloats } from '../../src/gpu/readback.ts';
import { createRunner } from '../../src/gpu/runner.ts';
import { testDevice } from './gpu.ts';

/**
 * Runs dispatches over GPU copies of host arrays and returns what the copies hold afterwards.
 * @param host contents before; left as they are
 */
export async function runOnGpu<Name extends string>(
  host: Readonly<Record<Name, Float32Array>>,
  dispatches: (buffers: Record<Name, GPUBuffer>) => Dispatch | Dispatch[],
): Promise<Record<Name, Float32Array>> {
  const device = await testDevice();
  const pool = createBufferPool(device);
  const arena = pool.open('test');
  const entries = Object.entries<Float32Array>(host) as [Name, Float32Array<ArrayBuffer>][];
  const lengths = Object.fromEntries(entries.map(([name, data]) => [name, data.length])) as Record<Name, number>;
  const buffers = await arena.take(lengths);
  for (const [name, data] of entries) device.queue.writeBuffer(buffers[name], 0, data);
  await createRunner(device).run([dispatches(buffers)].flat());
  const results = {} as Record<Name, Float32Array>;
  for (const [name, data] of entries) results[name] = await readFloats(device, buffers[name], data.length);
  arena.close();
  pool.dispose();
  return results;
}

/** Copies of all arrays, for the CPU reference to work on. */
export function copies<Name extends string>(host: Readonly<Record<Name, Float32Array>>): Record<Name, Float32Array> {
  const entries = Object.entries<Float32Array>(host).map(([name, data]) => [name, data.slice()]);
  return Object.fromEntries(entries) as Record<Name, Float32Array>;
}
