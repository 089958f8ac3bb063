import { PleinAirError } from '../../core/errors.ts';
import type { ProjectDocument } from '../../project/document.ts';
import type { ProjectRepository } from '../services.ts';
import { useDocument } from '../state/document-store.ts';
import { useSession } from '../state/session-store.ts';
import { createAutosave } from './autosave.ts';
import type { LastProject } from './last-project.ts';
import { copyOfProject } from './new-project.ts';
import { useSaved } from './saved-store.ts';

/** Every way from one project to another. What is not written yet is written first; each way is barred, with the reason, where that fails. */
export interface ProjectKeeper {
  /** Follows the open document and keeps it. @returns ends that */
  start(): () => void;
  /** Opens the project of last time, if it is still there. */
  reopen(): Promise<void>;
  /** @throws PleinAirError kind `input` where there is none of that id */
  open(id: string): Promise<void>;
  /** Keeps a new project and opens it. */
  add(document: ProjectDocument): Promise<void>;
  /** Goes on in a copy of the open project. */
  duplicate(): Promise<void>;
  delete(id: string): Promise<void>;
  /** To the first screen. */
  close(): Promise<void>;
  flush(): Promise<void>;
}

/**
 * Binds the document store to where projects are kept.
 * @param onRepair told what had to be changed in a project that was damaged or of an older form
 */
export function createProjectKeeper(
  projects: ProjectRepository,
  last: LastProject,
  onRepair: (what: string) => void,
): ProjectKeeper {
  const autosave = createAutosave({
    save: (document) => projects.save(document),
    onState: (state, error) => useSaved.setState({ state, error }),
  });
  /** being deleted: a change now must not bring it back */
  let doomed: string | null = null;
  const show = (document: ProjectDocument | null) => {
    useDocument.getState().open(document);
    useSession.getState().selectFrame(0);
    useSaved.setState({ state: 'saved', error: null });
    last.set(document?.id ?? null);
  };
  /** A project whose last changes cannot be kept stays open, or they would be lost. */
  const leave = async () => {
    await autosave.flush();
    const { state, error } = useSaved.getState();
    if (state === 'failed') throw error;
  };
  const keeper: ProjectKeeper = {
    start: () =>
      useDocument.subscribe(({ document }, before) => {
        // Another id is another project, opened as it is kept.
        if (!document || document === before.document || document.id !== before.document?.id) return;
        if (document.id !== doomed) autosave.changed(document);
      }),
    reopen: async () => {
      const id = last.get();
      const document = id === null ? null : await projects.load(id, onRepair);
      if (document) show(document);
      else last.set(null);
    },
    open: async (id) => {
      await leave();
      const document = await projects.load(id, onRepair);
      if (!document) {
        throw new PleinAirError(
          'input',
          'This project is no longer kept in this browser.',
          'It may have been deleted in another tab; choose another one.',
        );
      }
      show(document);
    },
    add: async (document) => {
      await leave();
      await projects.save(document);
      show(document);
    },
    duplicate: async () => {
      const { document } = useDocument.getState();
      if (document) await keeper.add(copyOfProject(document));
    },
    delete: async (id) => {
      const isOpen = useDocument.getState().document?.id === id;
      if (isOpen) {
        doomed = id;
        await autosave.forget();
      }
      try {
        await projects.delete(id);
      } finally {
        doomed = null;
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
