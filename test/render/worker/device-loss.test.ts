import { expect, it } from 'vitest';
import type { ComputeDevice, DeviceProvider } from '../../../src/platform/device-provider.ts';
import type { WorkerJob, WorkerReply } from '../../../src/render/worker/protocol.ts';
import { describeGpu, openDevice, testDevice } from '../../support/gpu.ts';
import { demoJob, memoryPorts, type WatchedHost, watchedHost } from './host-fixture.ts';

/** Real devices that the test can destroy as a driver's reset would. `answer` may refuse one. */
/** @param lasting how many are given before there are none */
function fragileDevices(lasting = Number.POSITIVE_INFINITY) {
  const devices: GPUDevice[] = [];
  let asked = 0;
  const provider: DeviceProvider = {
    async request(): Promise<ComputeDevice | null> {
      if (++asked > lasting) return null;
      await testDevice();
      const gpu = (await globalThis.pleinAirTestGpu!).instance;
      Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true, writable: true });
      const device = await openDevice();
      devices.push(device);
      return { device, info: device.adapterInfo, software: false };
    },
  };
  return { provider, asked: () => asked, destroyNewest: () => devices.at(-1)!.destroy() };
}

/** No flow: a software device takes long to compile it, and each device here is a new one. */
const JOB: Partial<WorkerJob['params']> = {
  flow_method: 'none',
  input_max_size: 32,
  job_max_iterations: 4,
  video_first_iterations: 4,
  video_iterations: 4,
};

async function paintUntilLost(watched: WatchedHost, devices: ReturnType<typeof fragileDevices>, job: WorkerJob) {
  watched.host.receive({ type: 'paint', run: 1, job });
  await watched.untilEvent(1, 'step', 1);
  devices.destroyNewest();
  return watched.ended(1);
}

const types = (watched: WatchedHost) => watched.events(1).map(({ type }) => type);
const painted = (watched: WatchedHost) =>
  watched.events(1).flatMap((event) => (event.type === 'painted' ? [[event.index, event.kept]] : []));

describeGpu('a device that is lost in the middle of a frame', () => {
  it('is asked for again, and the frame in work begins anew: nothing painted is lost or told twice', async () => {
    const devices = fragileDevices();
    const watched = watchedHost(memoryPorts({ devices: devices.provider }));
    const end = await paintUntilLost(watched, devices, demoJob({ ...JOB, job_device: 'auto' }, 2));
    expect(end.type).toBe('done');
    expect(devices.asked()).toBe(2);
    const seen = types(watched);
    expect(seen.filter((type) => type === 'device-lost')).toHaveLength(1);
    expect(seen.filter((type) => type === 'engine')).toHaveLength(2);
    expect(seen.filter((type) => type === 'started')).toHaveLength(1);
    expect(painted(watched)).toEqual([
      [0, false],
      [1, false],
    ]);
    const after = watched.events(1).slice(seen.indexOf('device-lost'));
    expect(after.find(({ type }) => type === 'step')).toMatchObject({ index: 1, evaluation: 1 });
  });

  it('gives way to the processor, with a warning, where none comes back and the params leave the choice', async () => {
    const devices = fragileDevices(1);
    const watched = watchedHost(memoryPorts({ devices: devices.provider }));
    const end = await paintUntilLost(watched, devices, demoJob({ ...JOB, job_device: 'auto' }, 2));
    expect(end.type === 'done' && end.record).toMatch(/job_adapter: "?wasm: CPU/);
    const warnings = watched.events(1).flatMap((event) => (event.type === 'warning' ? [event.message] : []));
    expect(warnings.join('\n')).toMatch(/could not be had again: the processor paints on/);
    expect(painted(watched)).toHaveLength(2);
  });

  it('is given up where it is lost again and again: frames painted before do not make it look well', async () => {
    const ports = memoryPorts();
    const first = watchedHost(ports);
    first.host.receive({ type: 'paint', run: 1, job: demoJob({ ...JOB, job_device: 'wasm' }, 2) });
    await first.untilEvent(1, 'painted', 0);
    first.host.receive({ type: 'cancel', run: 1 });
    await first.ended(1);
    const devices = fragileDevices();
    const watched = watchedHost({ ...ports, devices: devices.provider });
    watched.host.receive({ type: 'paint', run: 1, job: demoJob({ ...JOB, job_device: 'webgpu' }, 2) });
    for (let opened = 1; opened <= 4; opened++) {
      await watched.until(
        (_): _ is WorkerReply => types(watched).filter((type) => type === 'engine').length === opened,
      );
      devices.destroyNewest();
    }
    const end = await watched.ended(1);
    const message = expect.stringMatching(/lost 4 times in one frame/);
    expect(end).toMatchObject({ type: 'failed', error: { kind: 'device', message } });
    expect(painted(watched)).toEqual([[0, true]]);
  });
});
