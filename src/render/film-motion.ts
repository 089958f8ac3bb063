import { sha256 } from '../core/digest.ts';
import type { FlowField, FlowPair, Mask, PairGeometry } from '../core/field.ts';
import { toFloatImage } from '../core/image.ts';
import { inverseGeometry } from '../flow/epipolar/relative-camera.ts';
import type { FlowStart } from '../flow/estimator.ts';
import { reliability } from '../flow/reliability.ts';
import type { Params } from '../project/schema.ts';
import { poseStarts } from '../route/pose-flow.ts';
import { cameraPair, cameraPrior } from './camera-pair.ts';
import { chainPairs, type Motion, motionOf } from './chained-flow.ts';
import type { FlowStore } from './flow-store.ts';
import type { PreparedFilm, PreparedFrame, RenderPorts } from './job.ts';
import { loadPrepared } from './prepare.ts';

/** Bumped when flows come out otherwise than before for the same photographs and params. */
const FLOW_VERSION = 3;

/** Params that make a flow; those that say how it is used leave a kept one as it is. */
const FLOW_PARAMS = [
  'flow_method',
  'flow_camera_height',
  'flow_consistency_rel',
  'flow_consistency_abs',
  'flow_edge_rule',
  'flow_edge_rel',
  'flow_edge_abs',
  'flow_mask_blur',
  'flow_mask_min_filter',
  'flow_edge_value',
] as const satisfies readonly (keyof Params)[];

/** Between frames farther apart a chain of short flows has lost nearly every pixel. */
const LONGEST_CHAIN = 40;

/** Pairs held in memory: those that a chain for the next frames is made of. */
const HELD_PAIRS = 6;

/** Two frames of a film, by index, the earlier one first. */
type Pair = readonly [earlier: number, later: number];

/** Motion between the photographs of a film. */
export interface FilmMotion {
  /**
   * Where the pixels of a frame are in another one; found once, kept in the store.
   * @returns null with `flow_method: none`
   */
  between(from: number, to: number): Promise<Motion | null>;
  /** How the camera moved from a frame to another one, where the pictures tell. @returns null where they do not */
  geometry(from: number, to: number): Promise<PairGeometry | null>;
  /**
   * Share of a frame, 0–1, that is found again in another one: where the flow leads there and back to the same place. Motion boundaries
   * count, although no frame is held to them: in a small picture they are everywhere.
   * @returns null with `flow_method: none`
   */
  share(from: number, to: number): Promise<number | null>;
  /** Begins to look for motion that will be asked for; what goes wrong is told when it is asked for. */
  prepare(from: number, to: number): void;
  /** Stops what is under way, and waits for its end: the device may be freed then. */
  close(): Promise<void>;
}

type MotionPorts = Pick<RenderPorts, 'store' | 'codec' | 'flow'>;

/** @param signal ends what is under way too */
export function createFilmMotion(
  film: PreparedFilm,
  params: Params,
  ports: MotionPorts,
  flows: FlowStore,
  signal?: AbortSignal,
): FilmMotion {
  const closing = new AbortController();
  const stop = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
  const pairs = new Map<string, Promise<FlowPair>>();
  const settled = new Set<Promise<FlowPair>>();
  /** of frames found again: a film is looked through back to what a frame is held to, at every frame */
  const shares = new Map<string, number>();
  // One after another: two searches at once need twice the memory and are no faster.
  let busy: Promise<unknown> = Promise.resolve();

  const pairOf = (pair: Pair): Promise<FlowPair> => {
    const name = pair.join(' ');
    const known = pairs.get(name);
    // The newest stand last.
    pairs.delete(name);
    const found = known ?? findPair(pair);
    pairs.set(name, found);
    if (!known) {
      const settle = () => void settled.add(found);
      found.then(settle, settle);
    }
    for (const [oldest, pending] of [...pairs].slice(0, -HELD_PAIRS)) {
      // What is looked for still would be looked for twice.
      if (settled.delete(pending)) pairs.delete(oldest);
    }
    return found;
  };

  const findPair = async (pair: Pair): Promise<FlowPair> => {
    const [earlier, later] = pair;
    stop.throwIfAborted();
    const key = await flowKey(film, pair, params);
    const kept = await flows.get(key, film.size);
    if (kept) return kept;
    const start = await chainedStart(pair);
    if (start && 'reliability' in start) return flows.put(key, start);
    const search = busy.then(async () => {
      stop.throwIfAborted();
      const [a, b] = [film.frames[earlier]!, film.frames[later]!];
      const images = [toFloatImage(await loadPrepared(a, ports)), toFloatImage(await loadPrepared(b, ports))] as const;
      const starts = [...(start ? [start] : []), ...posedStarts(a, b)];
      return ports.flow.estimate(...images, { signal: stop, starts, camera: cameraPrior(a, b, params, film.size) });
    });
    busy = search.catch(() => undefined);
    return flows.put(key, await search);
  };

  /** What the cameras tell, where it is asked for and both are known. */
  const posedStarts = (a: PreparedFrame, b: PreparedFrame): FlowStart[] => {
    const poses = params.flow_method === 'pose+dense' && cameraPair(a, b, params);
    return poses ? poseStarts(...poses, film.size, params.flow_camera_height) : [];
  };

  /**
   * Both directions by way of the frames between. Where the cameras of all steps are known the chain is the motion itself: each step is checked, and a fresh
   * search over the whole distance finds less. Elsewhere a long search begins there, and needs to look neither far nor wide.
   */
  const chainedStart = async ([earlier, later]: Pair): Promise<FlowStart | FlowPair | null> => {
    if (!isChained([earlier, later])) return null;
    const steps: FlowPair[] = [];
    for (let at = earlier; at < later; at++) steps.push(await pairOf([at, at + 1]));
    return chainPairs(steps);
  };

  const between = async (from: number, to: number): Promise<Motion | null> => {
    if (params.flow_method === 'none') return null;
    const pair = await pairOf(from < to ? [from, to] : [to, from]);
    return motionOf(pair, from < to);
  };

  return {
    between,
    async geometry(from, to) {
      if (params.flow_method === 'none') return null;
      const { geometry } = await pairOf(from < to ? [from, to] : [to, from]);
      if (!geometry) return null;
      return from < to ? geometry : inverseGeometry(geometry);
    },
    async share(from, to) {
      if (params.flow_method === 'none') return null;
      const name = `${from} ${to}`;
      const known = shares.get(name);
      if (known !== undefined) return known;
      const onward = from < to;
      const { forward, backward, reliability, geometry } = await pairOf(onward ? [from, to] : [to, from]);
      const [there, back] = onward ? [forward, backward] : [backward, forward];
      const share = geometry
        ? trustedShare(onward ? reliability.forward : reliability.backward)
        : consistentShare(there, back, params);
      shares.set(name, share);
      return share;
    },
    prepare(from, to) {
      between(from, to).catch(() => undefined);
    },
    async close() {
      closing.abort();
      await Promise.allSettled([...pairs.values()]);
      await busy;
    },
  };
}

function isChained([earlier, later]: Pair): boolean {
  return later - earlier > 1 && later - earlier <= LONGEST_CHAIN;
}

/** Each pixel by itself: found again or not. */
const FOUND_AGAIN = { flow_edge_value: 1, flow_mask_blur: 0, flow_mask_min_filter: 0 };

/** Along epipolar lines trust knows more than both directions: what one picture is too coarse to return to the pixel. */
function trustedShare({ data }: Mask): number {
  return data.reduce((count, weight) => count + (weight > 0.5 ? 1 : 0), 0) / data.length;
}

function consistentShare(field: FlowField, back: FlowField, params: Params): number {
  const { data } = reliability(field, back, { ...params, ...FOUND_AGAIN });
  return data.reduce((count, found) => count + found, 0) / data.length;
}

/** SHA-256 over all that a flow depends on; of a chained one the frames between. */
export async function flowKey({ size, frames }: PreparedFilm, pair: Pair, params: Params): Promise<string> {
  const [earlier, later] = pair;
  const way = isChained(pair) ? frames.slice(earlier, later + 1) : [frames[earlier]!, frames[later]!];
  const settings = FLOW_PARAMS.map((name) => params[name]);
  const steps = way.slice(1).map((frame, i) => cameraPair(way[i]!, frame, params));
  // Where a camera between is not known, the steps do not tell of the whole way.
  const whole = isChained(pair) ? cameraPair(way[0]!, way.at(-1)!, params) : null;
  const cameras = whole ? [...steps, whole] : steps;
  const lenses = params.flow_method === 'auto' ? way.map(({ fov }) => fov ?? null) : [];
  const text = JSON.stringify([FLOW_VERSION, size, way.map(({ sha256: hash }) => hash), settings, cameras, lenses]);
  return sha256(new TextEncoder().encode(text));
}
