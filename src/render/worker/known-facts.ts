import { z } from 'zod';
import { sha256 } from '../../core/digest.ts';
import type { WeightsProvenance } from '../../engine/network/weights.ts';
import type { BlobStore } from '../../platform/blob-store.ts';
import type { Params } from '../../project/schema.ts';
import { usesCameras } from '../camera-pair.ts';
import type { PreparedFilm, PreparedFrame } from '../job.ts';
import { placementsOf } from '../route-photographs.ts';
import type { WorkerJob } from './protocol.ts';

/** The weights that a run painted with, and where. */
export interface KnownWeights {
  readonly provenance: WeightsProvenance;
  /** the device in words */
  readonly adapter: string;
}

/**
 * What runs have found out and what takes long to find out: with it the painted frames of a project are found without a network,
 * an engine or a decoded photograph. A fact that is absent or damaged is found out again by the next run.
 */
export interface KnownFacts {
  /** of the last run whose params name these weights; picked files cannot be told apart by their params */
  weights(params: Params): Promise<KnownWeights | null>;
  keepWeights(params: Params, weights: KnownWeights): Promise<void>;
  /** with its cameras where motion is looked for by them; without, it is the same film wherever they stood */
  film(job: WorkerJob): Promise<PreparedFilm | null>;
  keepFilm(job: WorkerJob, film: PreparedFilm): Promise<void>;
  /** SHA-256 of a built-in painting. @param name as in `built-in:swirls` */
  painting(name: string): Promise<string | null>;
  keepPainting(name: string, hash: string): Promise<void>;
}

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const pose = z.object({
  position: z.tuple([z.number(), z.number(), z.number()]),
  heading: z.number(),
  pitch: z.number(),
  fov: z.number(),
});
const shapes = {
  weights: z.object({
    provenance: z.object({
      source: z.enum(['oxford', 'torchvision', 'untrained', 'file']),
      sha256: hash,
      untrainedLayers: z.array(z.string()),
    }),
    adapter: z.string(),
  }),
  film: z.object({
    size: z.object({ width: z.int().min(1), height: z.int().min(1) }),
    frames: z.array(z.object({ name: z.string(), sha256: hash, key: z.string() })).min(1),
  }),
  /** of the frames of a film, in order */
  cameras: z.array(z.object({ pose: pose.exactOptional(), fov: z.number().exactOptional() })).min(1),
  painting: hash,
};
type Kind = keyof typeof shapes;

/** Frames by what their pictures are, and of files by the names that the film has them under; dates and credits say nothing of it. */
function picturesOf(frames: WorkerJob['frames']): unknown {
  if (frames.kind === 'files') return frames.items.map(({ name, sha256: hash }) => [name, hash]);
  if (frames.kind === 'route') return { route: frames.items.map(({ sha256: hash }) => hash) };
  return frames;
}

/** @param version of the program: another one may draw the street or a painting otherwise */
export function createKnownFacts(store: BlobStore, version: string): KnownFacts {
  const keyOf = async (kind: Kind, of: unknown) =>
    `known/${kind}-${await sha256(new TextEncoder().encode(JSON.stringify(of)))}.json`;
  const find = async <K extends Kind>(kind: K, of: unknown): Promise<z.infer<(typeof shapes)[K]> | null> => {
    const bytes = await store.get(await keyOf(kind, of));
    if (!bytes) return null;
    try {
      return shapes[kind].parse(JSON.parse(new TextDecoder().decode(bytes))) as z.infer<(typeof shapes)[K]>;
    } catch {
      return null;
    }
  };
  const keep = async (kind: Kind, of: unknown, value: unknown) =>
    store.put(await keyOf(kind, of), new TextEncoder().encode(JSON.stringify(value)));

  const weightsOf = (params: Params) => [
    params.nn_weights,
    params.nn_weights_missing,
    params.nn_content_layers,
    params.nn_style_layers,
    params.job_seed,
  ];
  const filmOf = ({ frames, params }: WorkerJob) => [
    version,
    picturesOf(frames),
    frames.kind === 'demo' && params.job_seed,
    params.input_max_size,
    params.video_start_frame,
    params.video_end_frame,
  ];
  const camerasOf = (job: WorkerJob) => [...filmOf(job), placementsOf(job.frames)];
  return {
    weights: (params) => find('weights', weightsOf(params)),
    keepWeights: (params, weights) => keep('weights', weightsOf(params), weights),
    async film(job) {
      const film = await find('film', filmOf(job));
      if (!film || !usesCameras(job.params)) return film;
      const cameras = await find('cameras', camerasOf(job));
      return cameras && { ...film, frames: film.frames.map((frame, i) => withCamera(frame, cameras[i])) };
    },
    async keepFilm(job, { size, frames }) {
      const cameras = frames.map(({ pose, fov }) => ({ ...(pose && { pose }), ...(fov !== undefined && { fov }) }));
      await keep('cameras', camerasOf(job), cameras);
      await keep('film', filmOf(job), { size, frames: frames.map(({ pose: _pose, fov: _fov, ...frame }) => frame) });
    },
    painting: (name) => find('painting', [version, name]),
    keepPainting: (name, value) => keep('painting', [version, name], value),
  };
}

function withCamera(frame: PreparedFrame, camera: Pick<PreparedFrame, 'pose' | 'fov'> | undefined): PreparedFrame {
  return { ...frame, ...camera };
}
