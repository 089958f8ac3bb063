import { timeRepeats } from '../../src/benchmark/timing.ts';
import { toFloatImage } from '../../src/core/image.ts';
import { createCpuFlowEstimator } from '../../src/flow/cpu-estimator.ts';
import type { FlowEstimator } from '../../src/flow/estimator.ts';
import { createGpuFlowEstimator } from '../../src/flow/gpu-estimator.ts';
import { renderView } from '../../src/frames/sources/procedural/render.ts';
import { createStreet } from '../../src/frames/sources/procedural/street.ts';
import { driveAlong } from '../../src/frames/sources/procedural/street-line.ts';
import type { DeviceProvider } from '../../src/platform/device-provider.ts';
import { createParams } from '../../src/project/resolve.ts';

/** One optical flow in both directions. */
export interface FlowRow {
  readonly on: string;
  readonly width: number;
  readonly height: number;
  readonly ms: number;
}

const SIZE = { width: 160, height: 120 };

/** Times the flow between two frames of the built-in street, on the processor and on the adapter. */
export async function timeFlows(devices: DeviceProvider, repeats: number): Promise<FlowRow[]> {
  const params = createParams();
  const rows = [await timeFlow('processor', createCpuFlowEstimator(params), repeats)];
  const found = await devices.request();
  if (found) {
    rows.push(await timeFlow('webgpu', createGpuFlowEstimator(found.device, params), repeats));
    found.device.destroy();
  }
  return rows;
}

async function timeFlow(on: string, estimator: FlowEstimator, repeats: number): Promise<FlowRow> {
  const street = createStreet(1);
  const [a, b] = driveAlong({ frames: 2, seed: 1 }).map((pose) => toFloatImage(renderView(street, pose, SIZE).image));
  const ms = await timeRepeats({ warmUp: 1, repeats }, () => estimator.estimate(a!, b!).then(() => 1));
  estimator.dispose();
  return { on, ...SIZE, ms };
}
