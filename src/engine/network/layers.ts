/** One 3×3 convolution of VGG-19 (stride 1, zero padding 1, a ReLU after it). */
export interface ConvLayer {
  /** `convB_I`: block and place in the block, both from 1 */
  readonly name: string;
  readonly block: number;
  /** input channels */
  readonly inputs: number;
  /** output channels */
  readonly outputs: number;
  /** whether a 2×2 pooling with stride 2 stands between the layer before and this one */
  readonly poolBefore: boolean;
}

/** Convolutions and channels of each block; block 5 ends at its first, the deepest layer that any loss here taps. */
const BLOCKS: readonly { readonly layers: number; readonly channels: number }[] = [
  { layers: 2, channels: 64 },
  { layers: 2, channels: 128 },
  { layers: 4, channels: 256 },
  { layers: 4, channels: 512 },
  { layers: 1, channels: 512 },
];

/** VGG-19 (Simonyan and Zisserman 2015, table 1, column E) in network order, from conv1_1 to conv5_1. */
export const convLayers: readonly ConvLayer[] = BLOCKS.flatMap(({ layers, channels }, b) =>
  Array.from({ length: layers }, (_, i) => ({
    name: `conv${b + 1}_${i + 1}`,
    block: b + 1,
    inputs: i > 0 ? channels : (BLOCKS[b - 1]?.channels ?? 3),
    outputs: channels,
    poolBefore: i === 0 && b > 0,
  })),
);

/** `conv1_1` … `conv5_1`, in network order. */
export const convNames: readonly string[] = convLayers.map((layer) => layer.name);

/** Every place where activations can be read, in network order: each `convB_I` (before its ReLU), then `reluB_I` (after it). */
export const tapNames: readonly string[] = convNames.flatMap((name) => [name, reluName(name)]);

/** The convolution that a tap belongs to: `relu4_2` → `conv4_2`. @throws RangeError where `tap` is not in `tapNames` */
export function convOfTap(tap: string): ConvLayer {
  const layer = convLayers.find(({ name }) => name === tap || reluName(name) === tap);
  if (!layer) throw new RangeError(`layers: no tap "${tap}" in VGG-19 up to conv5_1; taps are ${tapNames.join(', ')}`);
  return layer;
}

/**
 * The convolutions that must run to reach all `taps`, in network order; none for no taps.
 * @throws RangeError where a tap is not in `tapNames`
 */
export function layersUpTo(taps: readonly string[]): readonly ConvLayer[] {
  const last = Math.max(-1, ...taps.map((tap) => convLayers.indexOf(convOfTap(tap))));
  return convLayers.slice(0, last + 1);
}

function reluName(conv: string): string {
  return conv.replace('conv', 'relu');
}
