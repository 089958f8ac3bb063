import { PleinAirError } from '../../core/errors.ts';
import type { ProjectDocument } from '../../project/document.ts';
import type { ProjectRepository } from '../services.ts';
import { useDocument } from '../state/document-store.ts';
import { useSession } from '../state/session-store.ts';
import { createAutosave } from './autosave.ts';
import type { LastProject } from './last-project.ts';
import { copyOfProject } from './new-project.ts';
import { useSaved } from './saved-store.ts';
import type { TabLock } from './tab-lock.ts';

/** Every way from one project to another. What is not written yet is written first; each way is barred, with the reason, where that fails. */
export interface ProjectKeeper {
  /** Follows the open document and keeps it. @returns ends that */
  start(): () => void;
  /** Opens the project of last time, if it is still there. One that another tab has open is told of instead. */
  reopen(): Promise<void>;
  /** As `reopen`. @throws PleinAirError kind `input` where there is none of that id */
  open(id: string): Promise<void>;
  /** Opens a project that another tab has open, which saves and closes it. @throws PleinAirError where that tab does not */
  takeOver(id: string): Promise<void>;
  /** Keeps a new project and opens it. */
  add(document: ProjectDocument): Promise<void>;
  /** Goes on in a copy of the open project. */
  duplicate(): Promise<void>;
  delete(id: string): Promise<void>;
  /** To the first screen. */
  close(): Promise<void>;
  flush(): Promise<void>;
}

/** What a keeper tells the person. */
export interface KeeperTells {
  /** what had to be changed in a project that was damaged or of an older form */
  repair(what: string): void;
  /** the project was not opened: another tab has it open */
  elsewhere(project: { readonly id: string; readonly name: string }): void;
  /** the project of this name was closed here, because another tab has taken it over */
  takenOver(name: string): void;
}

/** Binds the document store to where projects are kept. A project is open in one tab at a time: two would write over each other. */
export function createProjectKeeper(
  projects: ProjectRepository,
  last: LastProject,
  lock: TabLock,
  tell: KeeperTells,
): ProjectKeeper {
  const autosave = createAutosave({
    save: (document) => projects.save(document),
    onState: (state, error) => useSaved.setState({ state, error }),
  });
  /** being deleted: a change now must not bring it back */
  let doomed: string | null = null;
  const show = (document: ProjectDocument | null) => {
    const before = useDocument.getState().document?.id;
    useDocument.getState().open(document);
    useSession.getState().selectFrame(0);
    useSaved.setState({ state: 'saved', error: null });
    last.set(document?.id ?? null);
    if (before !== undefined && before !== document?.id) lock.release(before);
  };
  /** A project whose last changes cannot be kept stays open, or they would be lost. */
  const leave = async () => {
    await autosave.flush();
    const { state, error } = useSaved.getState();
    if (state === 'failed') throw error;
  };
  /** Shows a project whose lock is held, once it is there. @returns false where there is none */
  const showNext = async (id: string, coming: () => Promise<ProjectDocument | null>): Promise<boolean> => {
    try {
      const document = await coming();
      if (!document) return false;
      // The other one could be changed all the while.
      await leave();
      show(document);
      return true;
    } finally {
      if (useDocument.getState().document?.id !== id) lock.release(id);
    }
  };
  const load = (id: string) => showNext(id, () => projects.load(id, tell.repair));
  const tellElsewhere = async (id: string) => {
    const name = (await projects.list()).find((project) => project.id === id)?.name ?? 'This project';
    tell.elsewhere({ id, name });
  };
  const keeper: ProjectKeeper = {
    start: () => {
      const unfollow = useDocument.subscribe(({ document }, before) => {
        // Another id is another project, opened as it is kept.
        if (!document || document === before.document || document.id !== before.document?.id) return;
        if (document.id !== doomed) autosave.changed(document);
      });
      const unlisten = lock.listen(async (id) => {
        const { document } = useDocument.getState();
        if (document?.id !== id) return lock.release(id);
        await leave();
        show(null);
        tell.takenOver(document.name);
      });
      return () => {
        unfollow();
        unlisten();
      };
    },
    reopen: async () => {
      const id = last.get();
      if (id === null) return;
      if (!(await lock.take(id))) return tellElsewhere(id);
      if (!(await load(id))) last.set(null);
    },
    open: async (id) => {
      await leave();
      if (!(await lock.take(id))) return tellElsewhere(id);
      if (!(await load(id))) throw gone();
    },
    takeOver: async (id) => {
      await leave();
      const answer = await lock.takeOver(id);
      if (answer === 'refused') {
        throw new PleinAirError(
          'storage',
          'The other tab cannot save its last changes, and keeps the project.',
          'It says why: see there, then try again.',
        );
      }
      if (answer === 'silent') {
        throw new PleinAirError(
          'input',
          'The other tab does not answer.',
          'Close it or load it again, then open the project here.',
        );
      }
      if (!(await load(id))) throw gone();
    },
    add: async (document) => {
      await leave();
      await projects.save(document);
      await lock.take(document.id);
      await showNext(document.id, async () => document);
    },
    duplicate: async () => {
      const { document } = useDocument.getState();
      if (document) await keeper.add(copyOfProject(document));
    },
    delete: async (id) => {
      const isOpen = useDocument.getState().document?.id === id;
      if (!(await lock.take(id))) {
        throw new PleinAirError(
          'input',
          'This project is open in another tab.',
          'Delete it there, or open it here first.',
        );
      }
      if (isOpen) {
        doomed = id;
        await autosave.forget();
      }
      try {
        await projects.delete(id);
      } finally {
        doomed = null;
        if (!isOpen) lock.release(id);
      }
      if (isOpen) show(null);
    },
    close: async () => {
      await leave();
      show(null);
    },
    flush: () => autosave.flush(),
  };
  return keeper;
}

function gone(): PleinAirError {
  return new PleinAirError(
    'input',
    'This project is no longer kept in this browser.',
    'It may have been deleted in another tab; choose another one.',
  );
}
