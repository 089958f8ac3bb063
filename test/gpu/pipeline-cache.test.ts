import { expect, it } from 'vitest';
import { PleinAirError } from '../../src/core/errors.ts';
import type { Kernel } from '../../src/gpu/kernel.ts';
import { createPipelineCache, pipelinesOf } from '../../src/gpu/pipeline-cache.ts';
import { describeGpu, openDevice, testDevice } from '../support/gpu.ts';

const code = `override FACTOR: f32 = 1;
@group(0) @binding(0) var<storage, read_write> data: array<f32>;
@compute @workgroup_size(4) fn main(@builtin(global_invocation_id) id: vec3u) { data[id.x] *= FACTOR; }`;
const kernel = (factor: number): Kernel => ({
  label: 'scale',
  code,
  buffers: ['read-write'],
  uniform: false,
  constants: { FACTOR: factor },
});

describeGpu('pipeline cache', () => {
  it('compiles equal kernels once, also when asked for at the same time', async () => {
    const cache = createPipelineCache(await testDevice());
    const [first, second] = await Promise.all([cache.get(kernel(2)), cache.get(kernel(2))]);
    expect(second).toBe(first);
    expect(await cache.get(kernel(2))).toBe(first);
    expect(cache.size).toBe(1);
  });

  it('tells kernels apart by their constants', async () => {
    const cache = createPipelineCache(await testDevice());
    const [two, three] = await Promise.all([cache.get(kernel(2)), cache.get(kernel(3))]);
    expect(two).not.toBe(three);
    expect(cache.size).toBe(2);
  });

  it('reports a compile error with the line and its text, and forgets it', async () => {
    const cache = createPipelineCache(await testDevice());
    const broken = { ...kernel(2), code: code.replace('data[id.x]', 'daat[id.x]') };
    const error = await cache.get(broken).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PleinAirError);
    expect((error as PleinAirError).kind).toBe('device');
    expect((error as PleinAirError).message).toMatch(/"scale".*daat.*line 3: .*daat\[id\.x\] \*= FACTOR/);
    expect(cache.size).toBe(0);
  });

  it('reports bindings that do not fit the text', async () => {
    const cache = createPipelineCache(await testDevice());
    await expect(cache.get({ ...kernel(2), buffers: [] })).rejects.toThrow(/"scale" makes no pipeline/);
    expect(cache.size).toBe(0);
  });
});

describeGpu('pipelinesOf', () => {
  it('gives all users of a device one cache, and each device its own', async () => {
    const device = await testDevice();
    expect(pipelinesOf(device)).toBe(pipelinesOf(device));
    const other = await openDevice();
    expect(pipelinesOf(other)).not.toBe(pipelinesOf(device));
    other.destroy();
  });
});
