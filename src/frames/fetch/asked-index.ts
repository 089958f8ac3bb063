import { z } from 'zod';
import { sha256 } from '../../core/digest.ts';
import type { BlobStore } from '../../platform/blob-store.ts';
import type { View } from '../imagery.ts';

/** Where what was asked for stands in the store of frames, besides the pictures under their hashes. */
export const ASKED = 'asked/';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const sighting = z.object({
  id: z.string(),
  position: z.object({ lat: z.number(), lng: z.number() }),
  date: z.string().nullable(),
  projection: z.enum(['view', 'panorama', 'flat']),
  heading: z.number().nullable(),
  fov: z.number().nullable(),
  sequence: z.string().nullable(),
  kind: z.enum(['outdoor', 'indoor', 'contributed']),
  credit: z.object({ text: z.string(), link: z.string().nullable(), shareAlike: z.boolean() }),
});

const layout = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('picture') }),
  z.object({
    kind: z.literal('panorama'),
    heading: z.number(),
    pitch: z.number(),
    roll: z.number(),
    covers: z.object({ left: z.number(), top: z.number(), right: z.number(), bottom: z.number() }),
  }),
]);

const askedEntry = z.object({
  version: z.literal(1),
  /** the service: an `ImageryId` */
  source: z.string(),
  /** of what the service sent last */
  sourceSha256: hash,
  sighting,
  /** how the kept bytes of the service are to be read; null where they are not kept, as they came in tiles */
  layout: layout.nullable(),
  /** ISO date of what the service sent last */
  fetched: z.string(),
  /** the frames that were made of it, by what they show; the service may have sent something else for earlier ones */
  views: z.record(z.string(), z.object({ sha256: hash, sourceSha256: hash, fetched: z.string() })),
  /** tabs that have used it, where it may be kept only for a while */
  sessions: z.array(z.string()),
});

/** What came of one question to a service. */
export type AskedEntry = z.infer<typeof askedEntry>;

/** Where the answer to a question stands. @param asked the service with what `ImageryProvider.asks` names */
export async function askedKey(asked: string): Promise<string> {
  return `${ASKED}${await sha256(new TextEncoder().encode(asked))}.json`;
}

/** Names what a camera sees, for `AskedEntry.views`. */
export function viewName({ width, height, heading, pitch, fov }: View): string {
  return `${width}x${height}/${heading}/${pitch}/${fov}`;
}

/** Null where there is none, or nothing that this program could read: it is asked for again then. */
export async function readAsked(frames: BlobStore, key: string): Promise<AskedEntry | null> {
  const bytes = await frames.get(key);
  if (!bytes) return null;
  try {
    return askedEntry.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}

/** Hashes that stand in an entry, also in one that cannot be read. */
export async function hashesIn(frames: BlobStore, key: string): Promise<readonly string[]> {
  return new TextDecoder().decode((await frames.get(key)) ?? undefined).match(/\b[0-9a-f]{64}\b/g) ?? [];
}

/** Written before the pictures that it names. */
export async function writeAsked(frames: BlobStore, key: string, entry: AskedEntry): Promise<void> {
  await frames.put(key, new TextEncoder().encode(JSON.stringify(entry)));
}
