import { z } from 'zod';
import type { RgbaImage } from '../core/image.ts';
import type { BlobStore } from '../platform/blob-store.ts';
import type { ImageCodec } from '../platform/image-codec.ts';

const terms = z.object({
  content: z.number(),
  style: z.number(),
  tv: z.number(),
  temporal: z.number(),
  total: z.number(),
});

const frameRecord = z.object({
  /** of the photograph */
  name: z.string(),
  sha256: z.string(),
  first: terms,
  last: terms,
  evaluations: z.int(),
  /** evaluations at full size that cost as much */
  work: z.number(),
  stop: z.string(),
  /** of work, pauses left out */
  seconds: z.number(),
  /** the film is cut beside this frame, which began it anew: in front of it, or behind it where frames are painted backwards */
  cut: z.enum(['before', 'after']).optional(),
});

/** What is known of a painted frame. */
export type FrameRecord = z.infer<typeof frameRecord>;

/** On which side of a frame a film is cut. */
export type CutSide = NonNullable<FrameRecord['cut']>;

/** The frame that begins the film anew where it is cut beside a frame. @param index of that frame, from 0 */
export function cutAt(index: number, side: CutSide): number {
  return side === 'before' ? index : index + 1;
}

/** One record of a frame that was painted in several passes: the losses of the last, the work of all. @param passes in order, at least one */
export function sumRecords(passes: readonly FrameRecord[]): FrameRecord {
  const last = passes.at(-1);
  if (!last) throw new RangeError('a frame without a pass has no record');
  const sum = (part: 'evaluations' | 'work' | 'seconds') => passes.reduce((total, record) => total + record[part], 0);
  return { ...last, evaluations: sum('evaluations'), work: sum('work'), seconds: sum('seconds') };
}

export interface PaintedFrameOnDisk {
  readonly record: FrameRecord;
  readonly image: RgbaImage;
}

interface Ports {
  readonly store: BlobStore;
  readonly codec: ImageCodec;
}

/**
 * Keeps a painted frame. The picture goes first and the record last: a record without its picture cannot be, so a frame that was
 * cut off while being written counts as not painted.
 * @param key of the frame's chain (`chain.ts`)
 */
export async function keepFrame({ store, codec }: Ports, key: string, frame: PaintedFrameOnDisk): Promise<void> {
  await store.put(`painted/${key}.png`, await codec.encodePng(frame.image));
  await store.put(`painted/${key}.json`, new TextEncoder().encode(JSON.stringify(frame.record)));
}

/** @returns null where the frame is not there, or damaged: it is then painted again */
export async function findFrame({ store, codec }: Ports, key: string): Promise<PaintedFrameOnDisk | null> {
  const record = await findRecord(store, key);
  const bytes = record && (await store.get(`painted/${key}.png`));
  if (!record || !bytes) return null;
  try {
    return { record, image: await codec.decode(bytes, `painted/${key}.png`) };
  } catch {
    return null;
  }
}

/** What is known of a painted frame, without its picture. @returns null where that is not there, or damaged */
export async function findRecord(store: BlobStore, key: string): Promise<FrameRecord | null> {
  const text = await store.get(`painted/${key}.json`);
  if (!text) return null;
  try {
    return frameRecord.parse(JSON.parse(new TextDecoder().decode(text)));
  } catch {
    return null;
  }
}
