import { PleinAirError } from '../../core/errors.ts';
import { kernelLength } from './conv-values.ts';
import type { ConvLayer } from './layers.ts';

/** Bytes from `begin` up to but not including `end` of a file. */
export type ReadRange = (begin: number, end: number) => Promise<Uint8Array>;

/** A tensor of a safetensors file. */
export interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** place in the file, from its first byte */
  readonly begin: number;
  readonly end: number;
}

/** The format allows 100 MB; VGG's header has 4 kB. More than this is no header but another kind of file read as one. */
const MAX_HEADER_BYTES = 10_000_000;

/** Place of each convolution in torchvision's `vgg19().features` (ReLU and pooling are counted there too). */
const FEATURE_INDEX: Readonly<Record<string, number>> = {
  conv1_1: 0,
  conv1_2: 2,
  conv2_1: 5,
  conv2_2: 7,
  conv3_1: 10,
  conv3_2: 12,
  conv3_3: 14,
  conv3_4: 16,
  conv4_1: 19,
  conv4_2: 21,
  conv4_3: 23,
  conv4_4: 25,
  conv5_1: 28,
};

/** torchvision's (and timm's) name of a layer's tensor: conv1_2 → `features.2.weight`. */
export function tensorName(layer: ConvLayer, part: 'weight' | 'bias'): string {
  return `features.${FEATURE_INDEX[layer.name]}.${part}`;
}

/** Shape of a layer's tensor as PyTorch has it: OIHW, or [outputs]. */
function tensorShape(layer: ConvLayer, part: 'weight' | 'bias'): readonly number[] {
  return part === 'weight' ? [layer.outputs, layer.inputs, 3, 3] : [layer.outputs];
}

/** Bytes of a layer's tensor in float32. */
export function tensorBytes(layer: ConvLayer, part: 'weight' | 'bias'): number {
  return 4 * (part === 'weight' ? kernelLength(layer) : layer.outputs);
}

/**
 * Reads the table of a safetensors file: 8 bytes little-endian length, JSON, then the data (github.com/huggingface/safetensors, "Format").
 * @param size of the file in bytes, where known
 * @param where what the person calls the file
 * @throws PleinAirError kind `input` where it is none, is cut short, or its table contradicts itself
 */
export async function readSafetensorsTable(
  read: ReadRange,
  size: number | null,
  where: string,
): Promise<ReadonlyMap<string, TensorEntry>> {
  if (size !== null && size < 8)
    throw unreadable(where, `it has ${size} bytes, less than the 8 that every such file begins with`);
  const lead = await read(0, 8);
  const length = Number(new DataView(lead.buffer, lead.byteOffset, 8).getBigUint64(0, true));
  if (length < 2 || length > MAX_HEADER_BYTES)
    throw unreadable(where, `its first 8 bytes announce a header of ${length} bytes`);
  if (size !== null && 8 + length > size) throw unreadable(where, `it ends inside its header, after ${size} bytes`);
  const table = parseTable(await read(8, 8 + length), where);
  const entries = new Map<string, TensorEntry>();
  for (const [name, value] of Object.entries(table)) {
    if (name === '__metadata__') continue;
    const entry = entryOf(value, 8 + length);
    if (!entry) throw unreadable(where, `its header has no valid dtype, shape and data_offsets for "${name}"`);
    if (size !== null && entry.end > size) {
      throw unreadable(
        where,
        `it is cut short: "${name}" lies at bytes ${entry.begin}–${entry.end}, the file has ${size}`,
      );
    }
    entries.set(name, entry);
  }
  return entries;
}

/**
 * Where a layer's tensor lies; null where the file has none.
 * @throws PleinAirError kind `input` where it has another shape, type or length than VGG-19 has there
 */
export function findTensor(
  table: ReadonlyMap<string, TensorEntry>,
  layer: ConvLayer,
  part: 'weight' | 'bias',
  where: string,
): TensorEntry | null {
  const name = tensorName(layer, part);
  const entry = table.get(name);
  if (!entry) return null;
  const shape = tensorShape(layer, part);
  if (entry.dtype !== 'F32') throw unreadable(where, `"${name}" has dtype ${entry.dtype}; only F32 is read`);
  if (entry.shape.join() !== shape.join()) {
    throw unreadable(where, `"${name}" has shape [${entry.shape.join(', ')}]; VGG-19 has [${shape.join(', ')}] there`);
  }
  const bytes = tensorBytes(layer, part);
  if (entry.end - entry.begin !== bytes) {
    throw unreadable(where, `"${name}" has ${entry.end - entry.begin} bytes where its shape asks for ${bytes}`);
  }
  return entry;
}

/** @throws PleinAirError kind `input` for VGG-19 with batch normalisation, whose first layer alone would fit */
export function refuseBatchNorm(table: ReadonlyMap<string, TensorEntry>, where: string): void {
  if (table.has('features.1.running_mean'))
    throw unreadable(where, 'it holds VGG with batch normalisation, which is another network');
}

function parseTable(bytes: Uint8Array, where: string): object {
  let table: unknown;
  try {
    table = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw unreadable(where, 'its header is not JSON');
  }
  if (typeof table !== 'object' || table === null || Array.isArray(table))
    throw unreadable(where, 'its header is not a JSON object');
  return table;
}

function entryOf(value: unknown, dataStart: number): TensorEntry | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!('dtype' in value && 'shape' in value && 'data_offsets' in value)) return null;
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string' || !isCounts(shape) || !isCounts(offsets)) return null;
  const [begin, end] = offsets;
  if (begin === undefined || end === undefined || offsets.length !== 2 || begin > end) return null;
  return { dtype, shape, begin: dataStart + begin, end: dataStart + end };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function unreadable(where: string, reason: string): PleinAirError {
  return new PleinAirError(
    'input',
    `${where} cannot be used as VGG-19 weights: ${reason}.`,
    'Give a safetensors file with the float32 tensors features.0.weight, features.0.bias … of torchvision’s VGG-19, or get it again if the ' +
      'download broke off.',
  );
}
