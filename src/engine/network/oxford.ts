import { concatenate, gitBlobHash } from '../../core/digest.ts';
import { PleinAirError } from '../../core/errors.ts';
import type { BlobStore } from '../../platform/blob-store.ts';
import { kerasConv } from './conv-values.ts';
import { DEFAULT_RETRY, DownloadFailure, download, type RetryPolicy } from './download.ts';
import { type LoaderPorts, OXFORD_MEAN, type WeightsLoader } from './loader.ts';
import { oxfordGroups, oxfordModel, type PinnedFile } from './oxford-manifest.ts';
import type { ConvWeights } from './weights.ts';

export interface OxfordOptions {
  /** addresses of the pinned folder, ending in a slash, tried in this order */
  readonly hosts: readonly string[];
  readonly retry: RetryPolicy;
}

const { repository, commit, folder } = oxfordModel;

/** jsDelivr serves single files of any repository up to 20 MB with CORS; GitHub itself stands behind it. */
const DEFAULTS: OxfordOptions = {
  hosts: [
    `https://cdn.jsdelivr.net/gh/${repository}@${commit}/${folder}`,
    `https://raw.githubusercontent.com/${repository}/${commit}/${folder}`,
  ],
  retry: DEFAULT_RETRY,
};

/** Where a kept file of the pinned model lies in the store. */
export function oxfordKey(file: string): string {
  return `weights/oxford-${commit.slice(0, 8)}/${file}`;
}

/**
 * The original weights, as single files of the pinned commit. Only the files of the layers asked for are fetched; each must have its git blob
 * hash before it is kept and before a kept one is used, so a broken download goes on where it was and no host need be trusted.
 */
export function createOxfordLoader(options: Partial<OxfordOptions> = {}): WeightsLoader {
  const { hosts, retry } = { ...DEFAULTS, ...options };
  return async (wanted, ports) => {
    const groups = wanted.map((layer) => ({
      layer,
      files: oxfordGroups.find(({ conv }) => conv === layer.name)!.files,
    }));
    const total = groups.flatMap(({ files }) => files).reduce((sum, { bytes }) => sum + bytes, 0);
    let before = 0;
    const layers = new Map<string, ConvWeights>();
    for (const { layer, files } of groups) {
      const parts: Uint8Array[] = [];
      for (const file of files) {
        const report = (received: number) => ports.onProgress?.({ file: file.name, done: before + received, total });
        parts.push((await keptFile(ports.store, file)) ?? (await fetchFile(file, hosts, retry, ports, report)));
        report(file.bytes);
        before += file.bytes;
        ports.signal?.throwIfAborted();
      }
      layers.set(layer.name, kerasConv(layer, concatenate(parts)));
    }
    return { layers, mean: OXFORD_MEAN, source: 'oxford', label: 'the Oxford model', absent: new Map() };
  };
}

/** A kept file, unless its bytes have gone bad since. */
async function keptFile(store: BlobStore, file: PinnedFile): Promise<Uint8Array | null> {
  const bytes = await store.get(oxfordKey(file.name));
  if (bytes?.byteLength !== file.bytes) return null;
  return (await gitBlobHash(bytes)) === file.gitBlob ? bytes : null;
}

async function fetchFile(
  file: PinnedFile,
  hosts: readonly string[],
  retry: RetryPolicy,
  { store, fetcher, signal }: LoaderPorts,
  onBytes: (received: number) => void,
): Promise<Uint8Array> {
  const failures: string[] = [];
  for (const host of hosts) {
    const url = `${host}${file.name}`;
    try {
      const bytes = await download({ url, bytes: file.bytes }, { fetcher, retry, signal, onBytes });
      const hash = await gitBlobHash(bytes);
      if (hash !== file.gitBlob) {
        throw new DownloadFailure(url, `fails its hash: expected ${file.gitBlob}, found ${hash}`, false);
      }
      await store.put(oxfordKey(file.name), bytes);
      return bytes;
    } catch (error) {
      if (!(error instanceof DownloadFailure)) throw error;
      failures.push(error.text);
    }
  }
  throw new PleinAirError(
    'network',
    `The weights file ${file.name} could not be fetched. ${failures.join('; ')}.`,
    'Check the connection and try again: files that arrived are kept. Or give the weights as a local folder (model.json and its ' +
      'shards) or .safetensors file, or use `untrained`, which needs no download.',
  );
}
