import { PleinAirError } from '../../core/errors.ts';
import type { ConvLayer } from './layers.ts';
import { oxfordGroups } from './oxford-manifest.ts';

/** A weight inside its group: the group's files one after another, cut at `begin` and `end` (bytes). */
interface WeightSpan {
  readonly name: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** Files that belong together in a TF.js layers model, and the weights in them. */
export interface TfjsGroup {
  /** file names without folders */
  readonly files: readonly string[];
  /** of all files together, by the weights' shapes */
  readonly bytes: number;
  readonly weights: readonly WeightSpan[];
}

/** Where a layer's kernel and bias are. */
export interface TfjsLayer {
  readonly group: TfjsGroup;
  readonly kernel: WeightSpan;
  readonly bias: WeightSpan;
}

/**
 * Reads the `weightsManifest` of a TF.js layers model (the form that tensorflowjs_converter writes).
 * @param where what the person calls the file
 * @throws PleinAirError kind `input` where it is none, or holds quantised or non-float32 weights
 */
export function parseTfjsManifest(text: string, where: string): readonly TfjsGroup[] {
  let model: unknown;
  try {
    model = JSON.parse(text);
  } catch (error) {
    throw unreadable(where, `it is not JSON (${error instanceof Error ? error.message : error})`);
  }
  const manifest = field(model, 'weightsManifest');
  if (!Array.isArray(manifest)) throw unreadable(where, 'it has no list "weightsManifest"');
  return manifest.map((group, i) => parseGroup(group, `group ${i + 1} of "weightsManifest"`, where));
}

/** The groups of the pinned Oxford model, for a folder that has its shards but no model.json. */
export function pinnedGroups(): readonly TfjsGroup[] {
  return oxfordGroups.map(({ conv, shape, files }) => {
    const [block, place] = conv.slice('conv'.length).split('_');
    const name = `block${block}_conv${place}`;
    const specs = [
      { name: `${name}/kernel`, shape: [...shape] },
      { name: `${name}/bias`, shape: [shape[3]] },
    ];
    return groupOf(
      files.map((file) => file.name),
      specs,
    );
  });
}

/**
 * Where a layer lies by its Keras name (conv4_2 → `block4_conv2/kernel`, also behind an outer model's name); null where no group lists it.
 * @throws PleinAirError kind `input` where it has another shape than VGG-19 has there
 */
export function findLayer(groups: readonly TfjsGroup[], layer: ConvLayer, where: string): TfjsLayer | null {
  const name = `block${layer.block}_conv${layer.name.split('_')[1]}`;
  for (const group of groups) {
    const kernel = group.weights.find((weight) => `/${weight.name}`.endsWith(`/${name}/kernel`));
    const bias = group.weights.find((weight) => `/${weight.name}`.endsWith(`/${name}/bias`));
    if (!kernel || !bias) continue;
    checkShape(kernel, [3, 3, layer.inputs, layer.outputs], where);
    checkShape(bias, [layer.outputs], where);
    return { group, kernel, bias };
  }
  return null;
}

/** Whether the groups of these layers are listed exactly as in the pinned model: same files, names and shapes. */
export function listedAsPinned(found: readonly TfjsLayer[]): boolean {
  const pinned = new Set(pinnedGroups().map((group) => JSON.stringify(group)));
  return found.every(({ group }) => pinned.has(JSON.stringify(group)));
}

function parseGroup(group: unknown, place: string, where: string): TfjsGroup {
  const paths = field(group, 'paths');
  const weights = field(group, 'weights');
  if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string')) {
    throw unreadable(where, `${place} has no list "paths"`);
  }
  if (!Array.isArray(weights)) throw unreadable(where, `${place} has no list "weights"`);
  const specs = weights.map((weight) => {
    const name = field(weight, 'name');
    const shape = field(weight, 'shape');
    if (typeof name !== 'string' || !Array.isArray(shape) || !shape.every((n) => Number.isSafeInteger(n) && n >= 0)) {
      throw unreadable(where, `${place} has a weight without name or shape`);
    }
    if (field(weight, 'dtype') !== 'float32')
      throw unreadable(where, `"${name}" is ${field(weight, 'dtype')}, not float32`);
    if (field(weight, 'quantization') !== undefined)
      throw unreadable(where, `"${name}" is quantised; only plain float32 is read`);
    return { name, shape };
  });
  // only names in the folder itself count: a path cannot lead out of it
  return groupOf(
    paths.map((path) => path.split('/').at(-1) ?? path),
    specs,
  );
}

function groupOf(files: readonly string[], specs: readonly { name: string; shape: readonly number[] }[]): TfjsGroup {
  let bytes = 0;
  const weights = specs.map(({ name, shape }) => {
    const begin = bytes;
    bytes += 4 * shape.reduce((product, n) => product * n, 1);
    return { name, shape, begin, end: bytes };
  });
  return { files, bytes, weights };
}

function checkShape({ name, shape }: WeightSpan, expected: readonly number[], where: string): void {
  if (shape.join() === expected.join()) return;
  throw unreadable(where, `"${name}" has shape [${shape.join(', ')}]; VGG-19 has [${expected.join(', ')}] there`);
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function unreadable(where: string, reason: string): PleinAirError {
  return new PleinAirError(
    'input',
    `${where} cannot be used as VGG-19 weights: ${reason}.`,
    'Give the model.json and shards of VGG-19 as TF.js layers with float32 weights, or a .safetensors file with torchvision’s names.',
  );
}
