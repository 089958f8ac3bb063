import { expect, it } from 'vitest';
import { createBufferPool } from '../../src/gpu/buffer-pool.ts';
import { describeGpu, testDevice } from '../support/gpu.ts';

describeGpu('buffer pool', () => {
  it('lends buffers and takes all of them back when the arena closes', async () => {
    const pool = createBufferPool(await testDevice());
    const arena = pool.open('flow');
    const { a, b } = await arena.take({ a: 100, b: 50 });
    expect(a.size).toBe(400);
    expect(b.size).toBe(200);
    expect(pool.lentBytes).toBe(600);
    arena.close();
    arena.close();
    expect(pool.lentBytes).toBe(0);
    expect(pool.idleBytes).toBe(600);
    pool.dispose();
    expect(pool.idleBytes).toBe(0);
  });

  it('reuses a buffer of the same size and never lends one twice', async () => {
    const pool = createBufferPool(await testDevice());
    const first = pool.open('first');
    const { a } = await first.take({ a: 64 });
    first.close();
    const second = pool.open('second');
    const { b, c } = await second.take({ b: 64, c: 64 });
    expect(b).toBe(a);
    expect(c).not.toBe(b);
    second.close();
    pool.dispose();
  });

  it('keeps no more idle bytes than allowed', async () => {
    const pool = createBufferPool(await testDevice(), 500);
    const arena = pool.open('flow');
    await arena.take({ a: 100, b: 100 });
    arena.close();
    expect(pool.idleBytes).toBe(400);
    pool.dispose();
  });

  it('names the owner of a leak', async () => {
    const pool = createBufferPool(await testDevice());
    pool.open('flow');
    expect(() => pool.dispose()).toThrow(/still lent to flow/);
  });

  it('refuses a buffer beyond the limits of the device, and lends nothing', async () => {
    const device = await testDevice();
    const pool = createBufferPool(device);
    const arena = pool.open('flow');
    const tooMany = Math.ceil(device.limits.maxStorageBufferBindingSize / 4) + 1;
    await expect(arena.take({ small: 4, huge: tooMany })).rejects.toMatchObject({
      kind: 'device',
      message: expect.stringMatching(/flow needs a buffer of .* MiB, this GPU allows/),
    });
    arena.close();
    expect(pool.lentBytes).toBe(0);
    pool.dispose();
  });
});
