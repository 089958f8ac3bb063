import type { BlobStore } from '../../platform/blob-store.ts';
import type { Fetcher } from '../../platform/fetcher.ts';
import type { ConvLayer } from './layers.ts';
import type { ConvWeights, NetworkWeights, WeightsProvenance } from './weights.ts';

/** Where weights may come from. */
export type WeightsSource = WeightsProvenance['source'];

/** Subtracted from RGB 0–255 for the original weights (and for seeded filters): the mean of the pictures they were learnt on. */
export const OXFORD_MEAN: NetworkWeights['mean'] = [123.68, 116.779, 103.939];

/** A file that a person gave: on a disk, or picked in a browser. */
export interface WeightsFile {
  /** without folders */
  readonly name: string;
  /** in bytes */
  readonly size: number;
  /** Bytes from `begin` up to but not including `end`; the whole file by default. */
  read(begin?: number, end?: number): Promise<Uint8Array>;
}

/** What a person gave as weights: the files of one folder, or one file. */
export interface LocalWeights {
  /** what the person calls it; named in errors */
  readonly label: string;
  readonly files: readonly WeightsFile[];
}

/** How far a download is. */
export interface WeightsProgress {
  /** the file or tensor in transfer */
  readonly file: string;
  /** bytes that are here, kept ones included */
  readonly done: number;
  readonly total: number;
}

/** What a loader may use. */
export interface LoaderPorts {
  /** keeps what was downloaded */
  readonly store: BlobStore;
  readonly fetcher: Fetcher;
  /** needed by `file` alone */
  readonly local?: LocalWeights | undefined;
  /** for seeded filters, uint32 */
  readonly seed: number;
  readonly onProgress?: ((progress: WeightsProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a loader found of the layers it was asked for. */
export interface LoadedLayers {
  readonly layers: ReadonlyMap<string, ConvWeights>;
  readonly mean: NetworkWeights['mean'];
  readonly source: WeightsSource;
  /** where they come from, for errors: `the folder vgg19` */
  readonly label: string;
  /** for a layer that is not there: what holds it, for errors (`group9-shard1of2, group9-shard2of2`) */
  readonly absent: ReadonlyMap<string, string>;
}

/**
 * Brings the weights of `layers` from one source, checked (hash or shape, byte count, finite values).
 * @throws PleinAirError kind `network`, `storage` or `input`; an abort
 */
export type WeightsLoader = (layers: readonly ConvLayer[], ports: LoaderPorts) => Promise<LoadedLayers>;
