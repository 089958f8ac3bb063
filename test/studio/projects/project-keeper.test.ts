import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PleinAirError } from '../../../src/core/errors.ts';
import type { ProjectDocument } from '../../../src/project/document.ts';
import { createEmptyProject } from '../../../src/studio/projects/new-project.ts';
import {
  createProjectKeeper,
  type KeeperTells,
  type ProjectKeeper,
} from '../../../src/studio/projects/project-keeper.ts';
import { useSaved } from '../../../src/studio/projects/saved-store.ts';
import { createTabLock } from '../../../src/studio/projects/tab-lock.ts';
import type { ProjectRepository } from '../../../src/studio/services.ts';
import { useDocument } from '../../../src/studio/state/document-store.ts';
import { FakeTabs } from './fake-tabs.ts';

class MemoryProjects implements ProjectRepository {
  readonly kept = new Map<string, ProjectDocument>();
  failure: Error | null = null;
  list = async () => [...this.kept.values()].map(({ id, name, changed }) => ({ id, name, changed, frames: 0 }));
  load = async (id: string, onRepair?: (what: string) => void) => {
    const document = this.kept.get(id) ?? null;
    if (document?.name === 'damaged') onRepair?.('a frame without a name was left out');
    return document;
  };
  save = async (document: ProjectDocument) => {
    if (this.failure) throw this.failure;
    this.kept.set(document.id, document);
  };
  delete = async (id: string) => {
    this.kept.delete(id);
  };
}

describe('the project keeper', () => {
  let projects: MemoryProjects;
  let keeper: ProjectKeeper;
  let lastId: string | null;
  let stop: () => void;
  let repairs: string[];
  let elsewhere: string[];
  let takenOver: string[];
  let tabs: FakeTabs;
  const open = () => useDocument.getState().document;

  beforeEach(() => {
    projects = new MemoryProjects();
    lastId = null;
    repairs = [];
    elsewhere = [];
    takenOver = [];
    tabs = new FakeTabs();
    const last = {
      get: () => lastId,
      set: (id: string | null) => {
        lastId = id;
      },
    };
    const tell: KeeperTells = {
      repair: (what) => repairs.push(what),
      elsewhere: ({ name }) => elsewhere.push(name),
      takenOver: (name) => takenOver.push(name),
    };
    keeper = createProjectKeeper(projects, last, createTabLock(tabs.ports()), tell);
    stop = keeper.start();
  });
  afterEach(() => {
    stop();
    useDocument.getState().open(null);
    useSaved.setState({ state: 'saved', error: null });
  });

  it('keeps a new project before it shows it, and remembers it for the next visit', async () => {
    const street = createEmptyProject('Street', true);
    await keeper.add(street);
    expect(projects.kept.get(street.id)?.name).toBe('Street');
    expect(open()?.id).toBe(street.id);
    useDocument.getState().open(null);
    await keeper.reopen();
    expect(open()?.id).toBe(street.id);
  });

  it('writes changes of one project before it opens another', async () => {
    const [a, b] = [createEmptyProject('a', true), createEmptyProject('b', true)];
    await keeper.add(a);
    await keeper.add(b);
    useDocument.getState().rename('b, renamed');
    await keeper.open(a.id);
    expect(projects.kept.get(b.id)?.name).toBe('b, renamed');
    expect(open()?.name).toBe('a');
  });

  it('writes what is changed while the other one is being loaded or kept', async () => {
    const [a, b, c] = [createEmptyProject('a', true), createEmptyProject('b', true), createEmptyProject('c', true)];
    await keeper.add(a);
    await keeper.add(b);
    const { load, save } = projects;
    projects.load = async (id) => {
      useDocument.getState().rename('b, changed late');
      return load(id);
    };
    await keeper.open(a.id);
    expect(projects.kept.get(b.id)?.name).toBe('b, changed late');
    expect(open()?.name).toBe('a');
    projects.save = async (document) => {
      if (document.id === c.id) useDocument.getState().rename('a, changed late');
      await save(document);
    };
    await keeper.add(c);
    expect(projects.kept.get(a.id)?.name).toBe('a, changed late');
    expect(open()?.name).toBe('c');
  });

  it('stays with a project whose late changes cannot be kept, and frees the other one', async () => {
    const [a, b] = [createEmptyProject('a', true), createEmptyProject('b', true)];
    await keeper.add(a);
    await keeper.add(b);
    const { load } = projects;
    projects.load = async (id) => {
      useDocument.getState().rename('b, changed late');
      projects.failure = new PleinAirError('storage', 'There is no room.', 'Delete a project.');
      return load(id);
    };
    await expect(keeper.open(a.id)).rejects.toMatchObject({ kind: 'storage' });
    expect(open()?.name).toBe('b, changed late');
    expect(await createTabLock(tabs.ports()).take(a.id)).toBe(true);
  });

  it('does not leave a project whose changes cannot be kept', async () => {
    const [a, b] = [createEmptyProject('a', true), createEmptyProject('b', true)];
    await keeper.add(a);
    await keeper.add(b);
    useDocument.getState().rename('b, renamed');
    projects.failure = new PleinAirError('storage', 'There is no room.', 'Delete a project.');
    await expect(keeper.open(a.id)).rejects.toMatchObject({ kind: 'storage' });
    expect(open()?.name).toBe('b, renamed');
    projects.failure = null;
    await keeper.open(a.id);
    expect(projects.kept.get(b.id)?.name).toBe('b, renamed');
  });

  it('passes on what had to be repaired', async () => {
    const damaged = createEmptyProject('damaged', true);
    projects.kept.set(damaged.id, damaged);
    await keeper.open(damaged.id);
    expect(repairs).toEqual(['a frame without a name was left out']);
  });

  it('goes on in a copy with a name and id of its own', async () => {
    const a = createEmptyProject('a', true);
    await keeper.add(a);
    await keeper.duplicate();
    expect(open()?.id).not.toBe(a.id);
    expect(open()?.name).toBe('a (copy)');
    expect([...projects.kept.values()].map(({ name }) => name)).toEqual(['a', 'a (copy)']);
  });

  it('deletes the open project for good, though a change of it was not written yet', async () => {
    const a = createEmptyProject('a', true);
    await keeper.add(a);
    useDocument.getState().rename('changed');
    await keeper.delete(a.id);
    await keeper.flush();
    expect(projects.kept.size).toBe(0);
    expect(open()).toBeNull();
    expect(lastId).toBeNull();
  });

  it('has deleted a project before the first screen lists what there is', async () => {
    const a = createEmptyProject('a', true);
    await keeper.add(a);
    const listed: number[] = [];
    const unwatch = useDocument.subscribe(() => listed.push(projects.kept.size));
    await keeper.delete(a.id);
    unwatch();
    expect(listed).toEqual([0]);
  });

  it('leaves a project open that could not be deleted', async () => {
    const a = createEmptyProject('a', true);
    await keeper.add(a);
    projects.delete = () => Promise.reject(new PleinAirError('storage', 'No.', 'Try again.'));
    await expect(keeper.delete(a.id)).rejects.toMatchObject({ kind: 'storage' });
    expect(open()?.id).toBe(a.id);
    useDocument.getState().rename('b');
    await keeper.flush();
    expect(projects.kept.get(a.id)?.name).toBe('b');
  });

  it('shows the first screen where the project of last time is gone', async () => {
    lastId = 'gone';
    await keeper.reopen();
    expect(open()).toBeNull();
    expect(lastId).toBeNull();
    await expect(keeper.open('gone')).rejects.toMatchObject({ kind: 'input' });
  });

  it('does not open, reopen or delete a project that another tab has open, and says where it is', async () => {
    const [a, b] = [createEmptyProject('a', true), createEmptyProject('b', true)];
    await keeper.add(a);
    projects.kept.set(b.id, b);
    const other = createTabLock(tabs.ports());
    expect(await other.take(b.id)).toBe(true);
    await keeper.open(b.id);
    expect(open()?.name).toBe('a');
    lastId = b.id;
    await keeper.reopen();
    expect(elsewhere).toEqual(['b', 'b']);
    expect(open()?.name).toBe('a');
    await expect(keeper.delete(b.id)).rejects.toMatchObject({ kind: 'input' });
    expect(projects.kept.has(b.id)).toBe(true);
    other.release(b.id);
    await keeper.open(b.id);
    expect(open()?.name).toBe('b');
  });

  it('saves and closes a project that another tab takes over, and takes one over with what was saved there', async () => {
    const a = createEmptyProject('a', true);
    await keeper.add(a);
    useDocument.getState().rename('a, changed');
    const other = createTabLock(tabs.ports());
    expect(await other.take(a.id)).toBe(false);
    expect(await other.takeOver(a.id)).toBe('taken');
    expect(projects.kept.get(a.id)?.name).toBe('a, changed');
    expect(open()).toBeNull();
    expect(takenOver).toEqual(['a, changed']);

    other.listen(async (id) => {
      projects.kept.set(id, { ...a, name: 'a, changed elsewhere' });
      other.release(id);
    });
    await keeper.takeOver(a.id);
    expect(open()?.name).toBe('a, changed elsewhere');
  });

  it('keeps a project that it cannot save, whoever asks for it', async () => {
    const a = createEmptyProject('a', true);
    await keeper.add(a);
    useDocument.getState().rename('a, changed');
    projects.failure = new PleinAirError('storage', 'There is no room.', 'Delete a project.');
    expect(await createTabLock(tabs.ports()).takeOver(a.id)).toBe('refused');
    expect(open()?.name).toBe('a, changed');
  });

  it('frees a project that it closes, leaves, deletes or cannot load', async () => {
    const other = createTabLock(tabs.ports());
    const isFree = async (id: string) => {
      const free = await other.take(id);
      other.release(id);
      return free;
    };
    const [a, b] = [createEmptyProject('a', true), createEmptyProject('b', true)];
    await keeper.add(a);
    expect(await isFree(a.id)).toBe(false);
    await keeper.add(b);
    expect(await isFree(a.id)).toBe(true);
    await keeper.close();
    expect(await isFree(b.id)).toBe(true);
    await keeper.open(a.id);
    await keeper.delete(a.id);
    expect(await isFree(a.id)).toBe(true);
    await keeper.delete(b.id);
    expect(await isFree(b.id)).toBe(true);
    await expect(keeper.open('gone')).rejects.toMatchObject({ kind: 'input' });
    expect(await isFree('gone')).toBe(true);
  });
});
