import { PleinAirError } from '../../core/errors.ts';
import { toFloatImage } from '../../core/image.ts';
import type { LocalWeights } from '../../engine/network/loader.ts';
import type { FrameSource } from '../../frames/source.ts';
import { createStoredSource } from '../../frames/sources/stored/stored-source.ts';
import type { StyleItem } from '../../project/document.ts';
import { parseBuiltInName } from '../../project/styles/built-in-styles.ts';
import { makeBuiltInPainting } from '../built-in-painting.ts';
import { openDemoSource } from '../demo-source.ts';
import type { JobPainting } from '../job.ts';
import { routePhotographs } from '../route-photographs.ts';
import type { HostPorts } from './host-ports.ts';
import type { WorkerJob } from './protocol.ts';

/** The frames of a job. @throws PleinAirError kind `input` where none are chosen */
export function openJobSource({ frames, params }: WorkerJob, { stores, codec }: HostPorts): FrameSource {
  if (frames.kind === 'demo') return openDemoSource(frames.frames, params);
  const photographs = frames.kind === 'files' ? frames.items : frames.kind === 'route' ? routePhotographs(frames) : [];
  return createStoredSource({ photographs, store: stores.frames, codec });
}

/** Brings the paintings of a mix; built-in ones are made once and kept. */
export interface PaintingLoader {
  /** @throws PleinAirError kind `input` or `storage` naming the painting */
  load(styles: readonly StyleItem[]): Promise<JobPainting[]>;
}

export function createPaintingLoader({ stores, codec }: Pick<HostPorts, 'stores' | 'codec'>): PaintingLoader {
  const builtIn = new Map<string, Promise<JobPainting>>();
  const one = async ({ name, sha256 }: StyleItem): Promise<JobPainting> => {
    const id = parseBuiltInName(name);
    if (sha256 === null) {
      const made = builtIn.get(name) ?? makeBuiltInPainting(name, id ?? name);
      builtIn.set(name, made);
      return made;
    }
    const bytes = await stores.styles.get(sha256);
    if (!bytes) {
      throw new PleinAirError(
        'storage',
        `The painting ${name} is no longer kept in this browser.`,
        'Remove it from the mix and add the file again.',
      );
    }
    return { name, sha256, image: toFloatImage(await codec.decode(bytes, name)) };
  };
  return {
    async load(styles) {
      if (styles.length === 0) {
        throw new PleinAirError('input', 'There is no painting to paint with.', 'Add one or more under Styles.');
      }
      const paintings: JobPainting[] = [];
      for (const style of styles) paintings.push(await one(style));
      return paintings;
    },
  };
}

/**
 * Files that the person picked as weights.
 * @returns undefined where the params want none
 * @throws PleinAirError kind `input` where the params want some and none were picked
 */
export function pickedWeights({ params, localWeights }: WorkerJob): LocalWeights | undefined {
  if (params.nn_weights !== 'file') return undefined;
  if (!localWeights || localWeights.length === 0) {
    throw new PleinAirError(
      'input',
      'nn_weights is file, and no files were picked since the studio was opened.',
      'Pick the weights’ files again, or choose other weights (nn_weights) under Tune.',
    );
  }
  return {
    label: localWeights.length === 1 ? localWeights[0]!.name : `the ${localWeights.length} files picked`,
    files: localWeights.map((file) => ({
      name: file.name,
      size: file.size,
      read: async (begin, end) => new Uint8Array(await file.slice(begin, end).arrayBuffer()),
    })),
  };
}
