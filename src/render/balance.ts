import { z } from 'zod';
import { sha256 } from '../core/digest.ts';
import { type FloatImage, toFloatImage } from '../core/image.ts';
import { balanceTones, relateTones, type ToneRelation } from '../frames/balance.ts';
import { applyTone } from '../frames/tone-curve.ts';
import type { BlobStore } from '../platform/blob-store.ts';
import type { Params } from '../project/schema.ts';
import { createDriveSurvey } from './drive-survey.ts';
import type { RenderEvent } from './events.ts';
import { createFilmMotion, flowKey } from './film-motion.ts';
import { createFlowStore } from './flow-store.ts';
import type { PreparedFilm, PreparedFrame, RenderPorts } from './job.ts';
import { loadPrepared } from './prepare.ts';

/** Bumped when the same photographs and flow give another relation than before. */
const RELATION_VERSION = 1;

/** Relations read at once: one after the other a long film's take seconds, and all of them would open too many files. */
const BATCH = 32;

const rgb = z.tuple([z.number(), z.number(), z.number()]);
const relationShape = z.object({ gain: rgb, gamma: rgb, weight: z.number() }).nullable();

/** Whether `frame_balance` has anything to do. */
function isBalanced(params: Params, { frames }: PreparedFilm): boolean {
  return params.frame_balance === 'auto' && params.flow_method !== 'none' && frames.length > 1;
}

/**
 * Finds out how the light of each frame differs from that of its neighbours, and gives each frame the curve that evens the film out. What a
 * pair tells is kept, so that a resumed film needs no flow for it. Frames that agree stay as they are. On the way it measures the drive, and tells it
 * where cameras are known.
 * @returns the film that is to be painted
 * @throws PleinAirError as the flow; the signal's reason when it is aborted
 */
export async function* balanceFilm(
  film: PreparedFilm,
  params: Params,
  ports: Pick<RenderPorts, 'store' | 'codec' | 'flow'>,
  signal?: AbortSignal,
): AsyncGenerator<RenderEvent, PreparedFilm> {
  if (!isBalanced(params, film)) return film;
  const motion = createFilmMotion(film, params, ports, createFlowStore(ports.store), signal);
  const survey = createDriveSurvey(film, params, ports.store, motion);
  const relations: (ToneRelation | null)[] = [];
  try {
    const kept = await keptRelations(film, params, ports.store);
    for (const [pair, known] of kept.entries()) {
      signal?.throwIfAborted();
      if (known !== undefined) {
        relations.push(known);
        await survey.add(pair, false);
        continue;
      }
      yield { type: 'balance', pair, pairs: kept.length };
      signal?.throwIfAborted();
      const found = await motion.between(pair + 1, pair);
      // The flow of the next pair goes on while this one is compared.
      if (pair + 1 < kept.length && kept[pair + 1] === undefined) motion.prepare(pair + 2, pair + 1);
      const [earlier, later] = [film.frames[pair]!, film.frames[pair + 1]!];
      const relation =
        found &&
        relateTones({
          earlier: toFloatImage(await loadPrepared(earlier, ports)),
          later: toFloatImage(await loadPrepared(later, ports)),
          field: found.field,
          trust: found.reliability,
        });
      const bytes = new TextEncoder().encode(JSON.stringify(relation));
      await ports.store.put(await relationKey(film, pair, params), bytes);
      relations.push(relation);
      await survey.add(pair, true);
    }
  } finally {
    await motion.close();
  }
  const drive = survey.drive();
  if (drive) yield { type: 'drive', drive };
  const balanced = withTones(film, relations);
  yield { type: 'balanced', tones: balanced.frames.map(({ tone }) => tone ?? null) };
  return balanced;
}

/** A film as far as its light is known. */
export interface KeptBalance {
  /** pairs that were not compared yet count as cuts: frames painted before others were added are still found */
  readonly film: PreparedFilm;
  /** everything is known that painting needs, or nothing has to be */
  readonly measured: boolean;
}

/** The film with the curves that earlier runs have found, without looking for motion. */
export async function keptBalance(film: PreparedFilm, params: Params, store: BlobStore): Promise<KeptBalance> {
  if (!isBalanced(params, film)) return { film, measured: true };
  const relations = await keptRelations(film, params, store);
  const known = relations.map((relation) => relation ?? null);
  return { film: withTones(film, known), measured: !relations.includes(undefined) };
}

/** A frame's photograph in the light of the film, RGB 0–255: what is painted, and what gives paintings their colours back. */
export async function loadBalanced(
  frame: PreparedFrame,
  ports: Pick<RenderPorts, 'store' | 'codec'>,
): Promise<FloatImage> {
  const image = toFloatImage(await loadPrepared(frame, ports));
  return frame.tone ? applyTone(image, frame.tone) : image;
}

/** @returns for each pair, undefined where it was not compared yet */
async function keptRelations(film: PreparedFilm, params: Params, store: BlobStore) {
  const relations: (ToneRelation | null | undefined)[] = [];
  const pairs = [...film.frames.slice(1).keys()];
  for (let at = 0; at < pairs.length; at += BATCH) {
    const batch = pairs.slice(at, at + BATCH);
    const found = batch.map(async (pair) => findRelation(store, await relationKey(film, pair, params)));
    relations.push(...(await Promise.all(found)));
  }
  return relations;
}

function withTones(film: PreparedFilm, relations: readonly (ToneRelation | null)[]): PreparedFilm {
  const tones = balanceTones(relations);
  const frames = film.frames.map((frame, i) => (tones[i] ? { ...frame, tone: tones[i] } : frame));
  return { ...film, frames };
}

/** @param pair the earlier frame's index */
async function relationKey(film: PreparedFilm, pair: number, params: Params): Promise<string> {
  const flow = await flowKey(film, [pair, pair + 1], params);
  return `balance/${await sha256(new TextEncoder().encode(JSON.stringify([RELATION_VERSION, flow])))}.json`;
}

/** @returns undefined where it is not kept, or damaged */
async function findRelation(store: BlobStore, key: string): Promise<ToneRelation | null | undefined> {
  const bytes = await store.get(key);
  if (!bytes) return undefined;
  try {
    return relationShape.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}
