import { createFusedObjectives } from '../engine/fused/objectives.ts';
import type { NetworkWeights } from '../engine/network/weights.ts';
import type { Objective, ObjectiveFactory } from '../engine/objective.ts';
import { openWebGpuBackend } from '../engine/tfjs/backend.ts';
import { createTfjsObjectives } from '../engine/tfjs/objective.ts';
import type { DispatchGroup } from '../gpu/time-dispatches.ts';
import type { ComputeDevice } from '../platform/device-provider.ts';
import type { Params } from '../project/schema.ts';

/** What an engine is opened with. */
interface EngineOpening {
  readonly weights: NetworkWeights;
  /** with whatever settings of its own an engine has */
  readonly params: Params;
}

/** An objective that may be looked into. */
export interface BenchObjective extends Objective {
  /** its dispatches by kernel and layer, to be timed one by one */
  dispatchGroups?(): readonly DispatchGroup[];
  /** its plan as data */
  describe?(): unknown;
}

type OpenOnGpu = (device: ComputeDevice, opening: EngineOpening) => Promise<ObjectiveFactory>;

/** Engines that run on a GPU, by the name that `job_engine` has for them. */
export const gpuEngines: Readonly<Record<string, OpenOnGpu>> = {
  fused: async ({ device }, { weights, params }) => createFusedObjectives(device, weights, params),
  tfjs: async (device, { weights, params }) => createTfjsObjectives(await openWebGpuBackend(device), weights, params),
};
