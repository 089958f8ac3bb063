/** Weights of one 3×3 convolution. */
export interface ConvWeights {
  /** HWIO, [3, 3, inputs, outputs], for RGB input 0–255 minus the model's mean */
  readonly kernel: Float32Array;
  /** [outputs] */
  readonly bias: Float32Array;
}

/** VGG-19 weights for the layers that were asked for, in one form whatever their source. */
export interface NetworkWeights {
  /** by convolution name `convB_I` */
  readonly layers: ReadonlyMap<string, ConvWeights>;
  /** subtracted from RGB 0–255 before the first layer; any scaling of the source is folded into conv1_1 */
  readonly mean: readonly [number, number, number];
  /** what a record says of them */
  readonly provenance: WeightsProvenance;
}

export interface WeightsProvenance {
  readonly source: 'oxford' | 'torchvision' | 'untrained' | 'file';
  /** SHA-256 over all layers in network order (kernel then bias, little-endian float32), hexadecimal */
  readonly sha256: string;
  /** layers that hold seeded filters instead of trained ones, in network order */
  readonly untrainedLayers: readonly string[];
}
