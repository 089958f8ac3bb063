import { PleinAirError } from '../../core/errors.ts';
import type { BlobStore } from '../../platform/blob-store.ts';
import type { FramesChoice, ProjectDocument } from '../document.ts';
import { decodeDocument, encodeDocument } from './codec.ts';
import { deleteUnnamed, type FetchedLeftovers, hashesIn, type PictureStores } from './pictures.ts';
import { repairDocument } from './repair.ts';

/** Where a library keeps what it has: each object store a port of its own. */
export interface LibraryStores extends PictureStores {
  /** documents, by id */
  readonly projects: BlobStore;
}

/** What a list of projects shows of one. */
interface LibraryEntry {
  readonly id: string;
  readonly name: string;
  /** ISO date */
  readonly changed: string;
  readonly frames: number;
}

/** Projects, kept in stores. */
export interface Library {
  /** Last changed first; damaged ones and those of a newer program included, so that they can be deleted. */
  list(): Promise<LibraryEntry[]>;
  /**
   * Older forms are migrated, damaged ones repaired; what is kept changes only when the document is saved.
   * @param onRepair told what had to be changed, in words for a person
   * @returns null where there is none
   * @throws PleinAirError kind `storage` for a project of a newer program, and for one of which nothing can be read
   */
  load(id: string, onRepair?: (what: string) => void): Promise<ProjectDocument | null>;
  /** Atomic: after a crash the old document is there or the new one. */
  save(document: ProjectDocument): Promise<void>;
  /** Also deletes its photographs and paintings that no other project names, and what was painted from those. */
  delete(id: string): Promise<void>;
}

/** Finds what was fetched for a deleted project: see `frames/fetch/asked-leftovers.ts`. */
type FindFetched = (
  frames: BlobStore,
  projects: { readonly own: ReadonlySet<string>; readonly named: ReadonlySet<string>; readonly now: string },
) => Promise<FetchedLeftovers>;

/** @param now the time, as an ISO date */
export function createLibrary(
  stores: LibraryStores,
  findFetched: FindFetched,
  now = () => new Date().toISOString(),
): Library {
  const { projects } = stores;
  return {
    list: async () => {
      const entries: LibraryEntry[] = [];
      for (const id of await projects.list('')) {
        const bytes = await projects.get(id);
        // Another tab may have deleted it since.
        if (bytes) entries.push(entryOf(id, bytes, now()));
      }
      return entries.sort((a, b) => b.changed.localeCompare(a.changed) || a.id.localeCompare(b.id));
    },
    load: async (id, onRepair) => {
      const bytes = await projects.get(id);
      if (!bytes) return null;
      const stored = decodeDocument(bytes);
      if (!stored) {
        throw new PleinAirError(
          'storage',
          `Nothing of the project ${id} can be read: its document is damaged.`,
          'Delete it; other projects are not touched.',
        );
      }
      const { document, repairs } = repairDocument(stored, id, now());
      for (const repair of repairs) onRepair?.(repair);
      return document;
    },
    save: (document) => projects.put(document.id, encodeDocument(document)),
    delete: async (id) => {
      const own = await projects.get(id);
      if (!own) return;
      // First: a crash then leaves pictures without a project, not a project without pictures.
      await projects.delete(id);
      const named = new Set<string>();
      let demo = false;
      for (const other of await projects.list('')) {
        const bytes = await projects.get(other);
        for (const hash of bytes ? hashesIn(bytes) : []) named.add(hash);
        demo ||= !!bytes && isDemo(bytes);
      }
      const leftovers = { own: hashesIn(own), named, demo: isDemo(own) && !demo };
      const fetched = await findFetched(stores.frames, { ...leftovers, now: now() });
      await deleteUnnamed(stores, leftovers, fetched);
    },
  };
}

function entryOf(id: string, bytes: Uint8Array, now: string): LibraryEntry {
  const stored = decodeDocument(bytes);
  if (!stored) return { id, name: 'Damaged project', changed: now, frames: 0 };
  try {
    const { name, changed, frames } = repairDocument(stored, id, now).document;
    return { id, name, changed, frames: countFrames(frames) };
  } catch (error) {
    if (!(error instanceof PleinAirError)) throw error;
    const name = typeof stored.name === 'string' ? stored.name : id;
    return { id, name: `${name} (of a newer Plein Air)`, changed: now, frames: 0 };
  }
}

function countFrames(choice: FramesChoice): number {
  if (choice.kind === 'files' || choice.kind === 'route') return choice.items.length;
  return choice.kind === 'demo' ? choice.frames : 0;
}

function isDemo(bytes: Uint8Array): boolean {
  const frames = decodeDocument(bytes)?.frames;
  return typeof frames === 'object' && frames !== null && 'kind' in frames && frames.kind === 'demo';
}
