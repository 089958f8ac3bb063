import { describe, expect, it } from 'vitest';
import { PleinAirError } from '../../../src/core/errors.ts';
import type { ComputeDevice } from '../../../src/platform/device-provider.ts';
import { createParams } from '../../../src/project/resolve.ts';
import type { Params } from '../../../src/project/schema.ts';
import type { OpenEngine } from '../../../src/render/open-engine.ts';
import { createEngineKeeper } from '../../../src/render/worker/engine-keeper.ts';

type Answer = 'device' | 'none' | 'error' | 'dead';

/** A keeper over engines of wood, with what it did. @param answers to the requests for a device after the first engine's */
function keeperWith(job_device: Params['job_device'], answers: readonly Answer[]) {
  const told = { opened: [] as string[], disposed: 0, warnings: [] as string[], asked: 0 };
  const abort = new AbortController();
  const device = { software: false } as ComputeDevice;
  const platform = {
    devices: {
      request: async () => {
        const answer = answers[told.asked++];
        if (answer === 'error') throw new Error('the adapter is consumed');
        return answer === 'none' || answer === undefined ? null : device;
      },
    },
  } as Parameters<typeof createEngineKeeper>[1];
  const open = async (params: Params, { devices }: typeof platform): Promise<OpenEngine> => {
    const found = told.opened.length === 0 || params.job_device === 'wasm' ? null : await devices.request();
    if (found && answers[told.asked - 1] === 'dead') throw new PleinAirError('device', 'lost in its turn', '');
    told.opened.push(params.job_device);
    return {
      lost: new Promise(() => undefined),
      dispose: () => {
        told.disposed++;
        throw new Error('buffers of a lost device');
      },
    } as unknown as OpenEngine;
  };
  const warn = (message: string) => told.warnings.push(message);
  const options = { onProgress: () => undefined, warn, delays: [0, 0, 0], signal: abort.signal };
  return { told, abort, keeper: createEngineKeeper(createParams({ job_device }), platform, options, open) };
}

describe('the engine after a loss', () => {
  it.each<[string, Answer[]]>([
    ['there is none yet', ['none', 'device']],
    ['the browser refuses one', ['error', 'device']],
    ['the new one is lost while the engine opens', ['dead', 'device']],
  ])('comes on a device asked for again where %s', async (_, answers) => {
    const { keeper, told } = keeperWith('webgpu', answers);
    await keeper.open();
    await keeper.reopen();
    expect(told).toMatchObject({ opened: ['webgpu', 'webgpu'], asked: 2, disposed: 1, warnings: [] });
  });

  it('comes on the processor, with a warning, where no device comes back and the params leave the choice', async () => {
    const { keeper, told } = keeperWith('auto', []);
    await keeper.open();
    await keeper.reopen();
    expect(told).toMatchObject({ opened: ['auto', 'wasm'], asked: 3 });
    expect(told.warnings).toEqual([expect.stringMatching(/could not be had again: the processor paints on/)]);
  });

  it('does not come where the params forbid the processor: an error says what to do', async () => {
    const { keeper } = keeperWith('webgpu', []);
    await keeper.open();
    await expect(keeper.reopen()).rejects.toMatchObject({
      kind: 'device',
      message: expect.stringMatching(/could not be had again/),
      remedy: expect.stringMatching(/Painted frames are kept.*job_device to wasm/),
    });
  });

  it('is not sought for ever where devices are lost again and again, unless a frame was painted in between', async () => {
    const always: Answer[] = Array.from({ length: 20 }, () => 'device');
    const { keeper } = keeperWith('webgpu', always);
    await keeper.open();
    for (let i = 0; i < 3; i++) await keeper.reopen();
    await expect(keeper.reopen()).rejects.toThrow(/lost 4 times in one frame/);
    const proven = keeperWith('webgpu', always).keeper;
    await proven.open();
    for (let i = 0; i < 8; i++) {
      await proven.reopen();
      proven.proven();
    }
  });

  it('is not waited for once the run is cancelled', async () => {
    const { keeper, abort } = keeperWith('auto', []);
    await keeper.open();
    abort.abort();
    await expect(keeper.reopen()).rejects.toThrow(/abort/i);
  });

  it('has no loss behind an error where the device is well', async () => {
    const { keeper } = keeperWith('auto', []);
    const engine = await keeper.open();
    expect(await keeper.lossOf(engine)).toBeNull();
    const lost = { ...engine, lost: Promise.resolve('driver reset') };
    expect(await keeper.lossOf(lost)).toBe('driver reset');
  });
});
