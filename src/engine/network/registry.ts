import type { WeightsLoader, WeightsSource } from './loader.ts';
import { loadLocal } from './local.ts';
import { createOxfordLoader } from './oxford.ts';
import { createTorchvisionLoader } from './torchvision.ts';
import { loadUntrained } from './untrained.ts';

/** Who brings the weights of each source. */
export const weightsLoaders: Readonly<Record<WeightsSource, WeightsLoader>> = {
  oxford: createOxfordLoader(),
  torchvision: createTorchvisionLoader(),
  file: loadLocal,
  untrained: loadUntrained,
};
