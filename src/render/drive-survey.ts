import { z } from 'zod';
import { sha256 } from '../core/digest.ts';
import { type PairDepths, pairDepths, wayRatio } from '../flow/epipolar/camera-path.ts';
import { type Drive, type DriveStep, placeDrive } from '../flow/epipolar/drive.ts';
import { groundHeight } from '../flow/epipolar/ground-height.ts';
import type { BlobStore } from '../platform/blob-store.ts';
import type { Params } from '../project/schema.ts';
import { type FilmMotion, flowKey } from './film-motion.ts';
import type { PreparedFilm } from './job.ts';

/** Bumped when the same flow gives another step than before. */
const STEP_VERSION = 1;

const vector = z.tuple([z.number(), z.number(), z.number()]);
const stepShape = z
  .object({
    camera: z.object({ focal: z.number(), rotation: z.array(z.number()).length(9), translation: vector }),
    ratio: z.number().positive().nullable(),
    height: z.number().positive().nullable(),
  })
  .nullable();

/** Collects how a film's camera moved, pair by pair, while the flow of each pair is at hand. What a pair tells is kept in the store. */
export interface DriveSurvey {
  /**
   * Pairs come in order.
   * @param pair the earlier frame's index
   * @param search looks for a flow that is not known yet; else such a pair counts as unknown
   */
  add(pair: number, search: boolean): Promise<void>;
  /** @returns null where no camera is known */
  drive(): Drive | null;
}

export function createDriveSurvey(
  film: PreparedFilm,
  params: Params,
  store: BlobStore,
  motion: FilmMotion,
): DriveSurvey {
  /** undefined where a flow was not looked for */
  const steps: (DriveStep | null | undefined)[] = [];
  let before: { readonly pair: number; readonly depths: PairDepths | null } | undefined;

  const depthsOf = async (pair: number): Promise<PairDepths | null> => {
    const geometry = await motion.geometry(pair, pair + 1);
    const there = geometry && (await motion.between(pair, pair + 1));
    const back = there && (await motion.between(pair + 1, pair));
    if (!geometry || !there || !back) return null;
    const reliability = { forward: there.reliability, backward: back.reliability };
    return pairDepths({ forward: there.field, backward: back.field, reliability, geometry });
  };
  const measure = async (pair: number): Promise<DriveStep | null> => {
    if (before?.pair !== pair - 1) {
      before = pair > 0 && steps.at(-1) !== null ? { pair: pair - 1, depths: await depthsOf(pair - 1) } : undefined;
    }
    const depths = await depthsOf(pair);
    const ratio = before?.depths && depths ? wayRatio(before.depths, depths) : null;
    before = { pair, depths };
    return depths && { camera: depths.camera, ratio, height: groundHeight(depths) };
  };
  return {
    async add(pair, search) {
      const key = await stepKey(film, pair, params);
      let step = await findStep(store, key);
      if (step === undefined && search) {
        step = await measure(pair);
        await store.put(key, new TextEncoder().encode(JSON.stringify(step)));
      }
      steps.push(step);
    },
    drive() {
      const positions = film.frames.map(({ pose }) => pose && ([pose.position[0], pose.position[1]] as const));
      const known = steps.map((step) => step ?? null);
      const drive = placeDrive(known, {
        positions: positions.map((position) => position ?? null),
        cameraHeight: params.flow_camera_height,
      });
      return drive.stretches.length > 0 ? drive : null;
    },
  };
}

/** A ratio depends on the pair before too. */
async function stepKey(film: PreparedFilm, pair: number, params: Params): Promise<string> {
  const flows = [
    pair > 0 ? await flowKey(film, [pair - 1, pair], params) : null,
    await flowKey(film, [pair, pair + 1], params),
  ];
  return `drive/${await sha256(new TextEncoder().encode(JSON.stringify([STEP_VERSION, ...flows])))}.json`;
}

/** @returns undefined where it is not kept, or damaged */
async function findStep(store: BlobStore, key: string): Promise<DriveStep | null | undefined> {
  const bytes = await store.get(key);
  if (!bytes) return undefined;
  try {
    return stepShape.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}
