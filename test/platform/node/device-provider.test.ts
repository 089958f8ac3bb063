import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isSoftware } from '../../../src/platform/adapter.ts';
import { createNodeDeviceProvider } from '../../../src/platform/node/device-provider.ts';
import { describeGpu } from '../../support/gpu.ts';

const info = { vendor: '', architecture: '', device: '', description: '', isFallbackAdapter: false };

describe('a software adapter', () => {
  it.each([
    [{ ...info, isFallbackAdapter: true }],
    [{ ...info, vendor: 'google', architecture: 'swiftshader' }],
    [{ ...info, description: 'llvmpipe (LLVM 17.0.6, 256 bits)' }],
    [{ ...info, description: 'Microsoft Basic Render Driver' }],
    [{ ...info, device: 'WARP' }],
  ])('is known by its own word or its name: %o', (adapter) => {
    expect(isSoftware(adapter)).toBe(true);
  });

  it.each([
    [{ ...info, vendor: 'nvidia', description: 'NVIDIA H100 80GB HBM3' }],
    [{ ...info, vendor: 'intel', architecture: 'gen-12lp', description: 'Warpspeed edition' }],
  ])('is not taken for a real one: %o', (adapter) => {
    expect(isSoftware(adapter)).toBe(false);
  });
});

describeGpu('the Node device provider', () => {
  it('gives a device that computes, with the adapter’s own limits and features', async () => {
    const provider = createNodeDeviceProvider();
    const found = await provider.request();
    expect(found).not.toBeNull();
    const { device, software } = found!;
    const adapter = await (await provider.gpu())!.requestAdapter({ powerPreference: 'high-performance' });
    expect(device.limits.maxStorageBufferBindingSize).toBe(adapter!.limits.maxStorageBufferBindingSize);
    expect([...device.features].sort()).toEqual([...adapter!.features].sort());
    expect(software).toBe(isSoftware(found!.info));
    const usage = GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const from = device.createBuffer({ size: 16, usage });
    const to = device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    device.queue.writeBuffer(from, 0, Uint32Array.of(1, 2, 3, 4));
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(from, 0, to, 0, 16);
    device.queue.submit([encoder.finish()]);
    await to.mapAsync(GPUMapMode.READ);
    expect([...new Uint32Array(to.getMappedRange())]).toEqual([1, 2, 3, 4]);
    to.unmap();
    from.destroy();
    to.destroy();
  });
});

/** What a program of its own prints that asks for a device and then forgets everything about it. */
function inOwnProcess(env: NodeJS.ProcessEnv): string {
  const provider = join(import.meta.dirname, '../../../src/platform/node/device-provider.ts');
  const program = `
    const { createNodeDeviceProvider } = await import(${JSON.stringify(provider)});
    console.log(await createNodeDeviceProvider().request() === null ? 'none' : 'found');
    global.gc();`;
  return execFileSync(process.execPath, ['--expose-gc', '--import', 'tsx', '--input-type=module', '-e', program], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

describe('a program that asks for a device', () => {
  it('is told null where no driver is installed, and ends well', () => {
    // a file that does not exist: the Vulkan loader then finds no driver at all
    expect(inOwnProcess({ VK_ICD_FILENAMES: '/nonexistent.json', VK_DRIVER_FILES: '/nonexistent.json' })).toBe('none');
  });
});

describeGpu('a program that asks for a device where there is one', () => {
  it('ends well though it forgot everything about it', () => {
    expect(inOwnProcess({})).toBe('found');
  });
});
