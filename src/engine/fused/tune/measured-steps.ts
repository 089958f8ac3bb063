import type { Storage } from '../kernels/storage.ts';
import { createConvPlanner } from '../plan/conv-step.ts';
import type { LayerShape } from '../plan/network-shape.ts';
import { type ConvCase, directOnly } from '../plan/strategy.ts';
import type { Step, Tensor } from '../plan/tensor.ts';
import type { Candidate } from './candidates.ts';

/** Channels of the image and of its gradient, which are f32 whatever the network's values are. */
const IMAGE_CHANNELS = 4;

/** A convolution as each candidate would have it in a plan: from one map to another. @param storage of the network's values @param bindingLimit as `createConvPlanner` has it */
export function measuredSteps(
  { inputs, outputs, size }: ConvCase,
  storage: Storage,
  list: readonly Candidate[],
  bindingLimit?: number,
): Step[] {
  const layer: LayerShape = { name: 'measured', inputs, outputs, trueInputs: inputs, size, poolBefore: false };
  const pixels = size.width * size.height;
  const map = (name: string, channels: number): Tensor => ({
    name,
    floats: pixels * channels,
    kind: 'kept',
    storage: channels === IMAGE_CHANNELS ? 'f32' : storage,
  });
  const [source, output] = [map('source', inputs), map('output', outputs)];
  return list.map(({ variant }) =>
    createConvPlanner(
      { ...directOnly, conv: () => variant },
      bindingLimit,
    )({
      layer,
      direction: 'backward',
      shape: { inputs, outputs, source: { kind: 'map' }, result: { kind: 'backward', store: 'plain' } },
      source: [source],
      result: [output],
    }),
  );
}
