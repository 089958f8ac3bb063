import type { NetworkWeights } from '../engine/network/weights.ts';
import type { Objective, ObjectiveFactory } from '../engine/objective.ts';
import type { WasmFiles } from '../engine/tfjs/start-wasm.ts';
import type { DispatchGroup } from '../gpu/time-dispatches.ts';
import type { BlobStore } from '../platform/blob-store.ts';
import type { ComputeDevice } from '../platform/device-provider.ts';
import type { Params } from '../project/schema.ts';
import { openObjectives } from '../render/open-objectives.ts';

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

/** Keeps nothing: what a benchmark finds must not depend on what ran before. */
const forgetful: BlobStore = {
  get: async () => null,
  put: async () => undefined,
  delete: async () => undefined,
  list: async () => [],
};

/** Engines that run on a GPU, by the name that `job_engine` has for them. */
export const gpuEngines: Readonly<Record<string, OpenOnGpu>> = {
  fused: (device, { weights, params }) => openObjectives('fused', device, weights, params, '', forgetful),
  tfjs: (device, { weights, params }) => openObjectives('tfjs', device, weights, params, '', forgetful),
};

/** The engine that runs on the processor. */
export function openOnProcessor(
  files: string | WasmFiles,
  { weights, params }: EngineOpening,
): Promise<ObjectiveFactory> {
  return openObjectives('tfjs', null, weights, params, files, forgetful);
}
