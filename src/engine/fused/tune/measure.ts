import type { PipelineCache } from '../../../gpu/pipeline-cache.ts';
import { timeDispatches } from '../../../gpu/time-dispatches.ts';
import { createConvPlanner } from '../plan/conv-step.ts';
import type { LayerShape } from '../plan/network-shape.ts';
import { type ConvCase, directOnly } from '../plan/strategy.ts';
import type { Tensor } from '../plan/tensor.ts';
import type { Candidate } from './candidates.ts';

/** Runs of each candidate between two timestamps. */
const REPEATS = 8;

/** Milliseconds of each candidate on this device. Buffers are made for it and go again. */
export async function measure(
  device: GPUDevice,
  pipelines: PipelineCache,
  { inputs, outputs, size }: ConvCase,
  list: readonly Candidate[],
): Promise<number[]> {
  const layer: LayerShape = { name: 'measured', inputs, outputs, trueInputs: inputs, size, poolBefore: false };
  const pixels = size.width * size.height;
  const source: Tensor = { name: 'source', floats: pixels * inputs, kind: 'kept' };
  const output: Tensor = { name: 'output', floats: pixels * outputs, kind: 'kept' };
  const steps = list.map(({ variant }) =>
    createConvPlanner(
      { ...directOnly, conv: () => variant },
      device.limits.maxStorageBufferBindingSize,
    )({
      layer,
      direction: 'backward',
      shape: { inputs, outputs, source: { kind: 'map' }, result: { kind: 'backward', store: 'plain' } },
      source: [source],
      result: [output],
    }),
  );
  const buffers = new Map<string, GPUBuffer>();
  const most = new Map<string, number>();
  for (const { tensors } of steps) {
    for (const { name, floats } of tensors) most.set(name, Math.max(most.get(name) ?? 4, floats));
  }
  if (4 * Math.max(...most.values()) > device.limits.maxBufferSize)
    throw new Error('tuning: a map of no buffer’s size');
  device.pushErrorScope('out-of-memory');
  for (const [name, floats] of most) {
    buffers.set(
      name,
      device.createBuffer({ label: `tuning: ${name}`, size: 4 * floats, usage: GPUBufferUsage.STORAGE }),
    );
  }
  try {
    if (await device.popErrorScope()) throw new Error('tuning: no memory on the GPU');
    const groups = steps.map((step, i) => ({
      name: list[i]!.name,
      dispatches: step.dispatches(({ name }) => buffers.get(name)!),
    }));
    return (await timeDispatches(device, groups, REPEATS, pipelines)).map(({ ms }) => ms);
  } finally {
    for (const buffer of buffers.values()) buffer.destroy();
  }
}
