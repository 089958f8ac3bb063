import { concatenate, gitBlobHash } from '../../core/digest.ts';
import { PleinAirError } from '../../core/errors.ts';
import { checkFinite, kerasConv } from './conv-values.ts';
import type { ConvLayer } from './layers.ts';
import { type LoadedLayers, type LoaderPorts, type LocalWeights, OXFORD_MEAN, type WeightsFile } from './loader.ts';
import { oxfordGroups, type PinnedFile } from './oxford-manifest.ts';
import {
  findLayer,
  listedAsPinned,
  parseTfjsManifest,
  pinnedGroups,
  type TfjsGroup,
  type TfjsLayer,
} from './tfjs-manifest.ts';
import type { ConvWeights } from './weights.ts';

const MODEL = 'model.json';

/** Whether these files look like a TF.js layers model: a model.json, or shards of the pinned model without it. */
export function isTfjsFolder(files: readonly WeightsFile[]): boolean {
  const pinned = new Set(pinnedFiles().map(({ name }) => name));
  return files.some(({ name }) => name === MODEL || pinned.has(name));
}

/**
 * VGG-19 from a folder of TF.js layers with Keras' names (so: Caffe's preprocessing, BGR). Shards that model.json lists and that are not there
 * leave their layers absent; a shard of the wrong length is an error.
 *
 * A folder that lists the pinned Oxford files is held against their hashes. Is any of its shards the pinned one, or is there only one shard, then
 * a shard that differs is damaged, and an error. Do two or more all differ, these are other weights of the same form (retrained, say): they are
 * used, and called `file` rather than `oxford`.
 */
export async function loadTfjsFolder(
  local: LocalWeights,
  wanted: readonly ConvLayer[],
  { signal, onProgress }: LoaderPorts,
): Promise<LoadedLayers> {
  const files = new Map(local.files.map((file) => [file.name, file]));
  const groups = await readGroups(local, files.get(MODEL));
  const where = `${MODEL} in ${local.label}`;
  const present: { layer: ConvLayer; found: TfjsLayer; shards: WeightsFile[] }[] = [];
  const absent = new Map<string, string>();
  for (const layer of wanted) {
    const found = findLayer(groups, layer, where);
    const missing = found?.group.files.filter((name) => !files.has(name)) ?? [];
    if (!found) absent.set(layer.name, 'not in the model');
    else if (missing.length > 0) absent.set(layer.name, missing.join(', '));
    else present.push({ layer, found, shards: shardsOf(found.group, files, local.label) });
  }
  const found = present.map((item) => item.found);
  const genuine = found.length > 0 && listedAsPinned(found) && (await isPinnedModel(local, found));
  const total = found.reduce((sum, { kernel, bias }) => sum + kernel.end - kernel.begin + bias.end - bias.begin, 0);
  let done = 0;
  const layers = new Map<string, ConvWeights>();
  for (const { layer, found, shards } of present) {
    signal?.throwIfAborted();
    const kernel = await readSpan(shards, found.kernel.begin, found.kernel.end, local.label);
    const bias = await readSpan(shards, found.bias.begin, found.bias.end, local.label);
    const weights = kerasConv(layer, concatenate([kernel, bias]));
    const place = `${found.group.files.join(' + ')} of ${local.label}`;
    checkFinite(weights.kernel, `${layer.name} (kernel)`, place);
    checkFinite(weights.bias, `${layer.name} (bias)`, place);
    layers.set(layer.name, weights);
    done += kernel.byteLength + bias.byteLength;
    onProgress?.({ file: found.group.files.at(-1) ?? MODEL, done, total });
  }
  return { layers, mean: OXFORD_MEAN, source: genuine ? 'oxford' : 'file', label: local.label, absent };
}

async function readGroups(local: LocalWeights, model: WeightsFile | undefined): Promise<readonly TfjsGroup[]> {
  if (!model) return pinnedGroups();
  return parseTfjsManifest(new TextDecoder().decode(await model.read()), `${MODEL} in ${local.label}`);
}

/** A group's files in order. @throws PleinAirError where their bytes are not as many as the weights' shapes ask for */
function shardsOf(group: TfjsGroup, files: ReadonlyMap<string, WeightsFile>, label: string): WeightsFile[] {
  const shards = group.files.map((name) => files.get(name)!);
  const size = shards.reduce((sum, file) => sum + file.size, 0);
  if (size === group.bytes) return shards;
  const wrong =
    shards.find((file) => pinnedFiles().some((pin) => pin.name === file.name && pin.bytes !== file.size)) ?? shards[0];
  throw new PleinAirError(
    'input',
    `The weights file ${group.files.length > 1 ? group.files.join(' + ') : wrong?.name} of ${label} is ` +
      `${size < group.bytes ? 'cut short' : 'too long'}: ${size} bytes where ${group.bytes} are expected.`,
    'Get the file again from where it came: a download of it probably broke off.',
  );
}

/**
 * Whether the shards of these layers are the pinned model's.
 * @throws PleinAirError kind `input` naming the file that should be and is not
 */
async function isPinnedModel(local: LocalWeights, found: readonly TfjsLayer[]): Promise<boolean> {
  const needed = new Set(found.flatMap(({ group }) => group.files));
  const pinned = new Map(pinnedFiles().map((pin) => [pin.name, pin]));
  const candidates = local.files.filter(({ name }) => pinned.has(name));
  // the files in use first: where one of them has its hash, the others need not be read to decide
  candidates.sort((a, b) => Number(needed.has(b.name)) - Number(needed.has(a.name)));
  const differing: { pin: PinnedFile; hash: string }[] = [];
  let genuine = false;
  for (const file of candidates) {
    if (!needed.has(file.name) && (genuine || differing.length === 0)) break;
    const pin = pinned.get(file.name)!;
    const hash = await gitBlobHash(await file.read());
    if (hash === pin.gitBlob) genuine = true;
    else if (needed.has(file.name)) differing.push({ pin, hash });
  }
  const damaged = differing[0];
  if (!damaged) return true;
  if (!genuine && candidates.length > 1) return false;
  throw new PleinAirError(
    'input',
    `The weights file ${damaged.pin.name} of ${local.label} fails its hash: expected git blob ${damaged.pin.gitBlob} ` +
      `(the Oxford VGG-19), found ${damaged.hash}.`,
    'The file is damaged: get it again, or delete it and set nn_weights_missing: untrained, or use the weights `oxford`, which downloads it. ' +
      'If it holds weights of your own, rename the shards in model.json.',
  );
}

/** Bytes of the shards, taken one after another. */
async function readSpan(
  shards: readonly WeightsFile[],
  begin: number,
  end: number,
  label: string,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const file of shards) {
    const from = Math.max(begin - offset, 0);
    const to = Math.min(end - offset, file.size);
    if (from < to) parts.push(await readExactly(file, from, to, label));
    offset += file.size;
  }
  return concatenate(parts);
}

/** @throws PleinAirError where the file became shorter since its size was taken */
export async function readExactly(file: WeightsFile, begin: number, end: number, label: string): Promise<Uint8Array> {
  const bytes = await file.read(begin, end);
  if (bytes.byteLength === end - begin) return bytes;
  throw new PleinAirError(
    'input',
    `The weights file ${file.name} of ${label} ends early: ${bytes.byteLength} of ${end - begin} bytes from byte ${begin}.`,
    'Wait until it is complete if it is still being written, or get it again.',
  );
}

function pinnedFiles(): readonly PinnedFile[] {
  return oxfordGroups.flatMap(({ files }) => files);
}
