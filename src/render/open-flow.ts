import { createCpuFlowEstimator } from '../flow/cpu-estimator.ts';
import { createCpuDepthSearch } from '../flow/epipolar/cpu-depth-search.ts';
import { createGpuDepthSearch } from '../flow/epipolar/gpu-depth-search.ts';
import { createStreetEstimator } from '../flow/epipolar/street-estimator.ts';
import type { FlowEstimator } from '../flow/estimator.ts';
import { createGpuFlowEstimator } from '../flow/gpu-estimator.ts';
import type { ReliabilityParams } from '../flow/reliability.ts';
import type { DeviceProvider } from '../platform/device-provider.ts';
import type { Params } from '../project/schema.ts';
import { adapterName, chooseDevice } from './choose-device.ts';

/** A flow estimator with the device under it. */
export interface OpenFlow {
  readonly estimator: FlowEstimator;
  /** the device in words */
  readonly adapter: string;
  /** Frees everything, the device too. */
  dispose(): void;
}

/** The flow alone, for work that paints nothing. @throws PleinAirError kind `device` as `chooseDevice` */
export async function openFlow(
  params: ReliabilityParams & Pick<Params, 'job_device'>,
  devices: DeviceProvider,
): Promise<OpenFlow> {
  const device = await chooseDevice(params.job_device, devices);
  const estimator = createStreetEstimator(
    device ? createGpuFlowEstimator(device.device, params) : createCpuFlowEstimator(params),
    device ? createGpuDepthSearch(device.device) : createCpuDepthSearch(),
    params,
  );
  return {
    estimator,
    adapter: device ? `webgpu: ${adapterName(device)}` : 'CPU',
    dispose() {
      estimator.dispose();
      device?.device.destroy();
    },
  };
}

/** A flow that is opened when the first motion is looked for: what is kept needs no device. @throws as `openFlow`, in `estimate` */
export function createLazyFlow(...how: Parameters<typeof openFlow>): FlowEstimator {
  let opened: Promise<OpenFlow> | undefined;
  return {
    async estimate(...pair) {
      opened ??= openFlow(...how);
      return (await opened).estimator.estimate(...pair);
    },
    dispose() {
      void opened?.then((flow) => flow.dispose());
      opened = undefined;
    },
  };
}
