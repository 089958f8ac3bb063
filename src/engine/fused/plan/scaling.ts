import { convLayers, convOfTap } from '../../network/layers.ts';
import type { Storage } from '../kernels/storage.ts';

/**
 * How the network's values are held. Activations of layer l are stored as s_l·F, with s_l a power of two that brings them near 1, so that half
 * precision (6e-5 … 65504, 11 bits) holds them. The network is positively homogeneous: filters times s_l/s_before and biases times s_l do it,
 * exactly, and the constants of the losses undo it. Gradients are stored as Γ·dL/d(s_l·F); the layer at the image divides by Γ.
 */
export interface Scaling {
  readonly storage: Storage;
  /** s_l by convolution; 1 where absent */
  readonly activations: ReadonlyMap<string, number>;
}

export const PLAIN: Scaling = { storage: 'f32', activations: new Map() };

/** s of a convolution or a tap. */
export function activationScale({ activations }: Scaling, tap: string): number {
  return activations.get(convOfTap(tap).name) ?? 1;
}

/** What the filters of a convolution are multiplied with: s_l/s_before. */
export function filterScale(scaling: Scaling, conv: string): number {
  const before = convLayers[convLayers.findIndex(({ name }) => name === conv) - 1];
  return activationScale(scaling, conv) / (before ? activationScale(scaling, before.name) : 1);
}
