import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PleinAirError } from '../../../src/core/errors.ts';
import type { ProjectDocument } from '../../../src/project/document.ts';
import { createEmptyProject } from '../../../src/studio/projects/new-project.ts';
import { createProjectKeeper, type ProjectKeeper } from '../../../src/studio/projects/project-keeper.ts';
import { useSaved } from '../../../src/studio/projects/saved-store.ts';
import type { ProjectRepository } from '../../../src/studio/services.ts';
import { useDocument } from '../../../src/studio/state/document-store.ts';

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
  const open = () => useDocument.getState().document;

  beforeEach(() => {
    projects = new MemoryProjects();
    lastId = null;
    repairs = [];
    const last = {
      get: () => lastId,
      set: (id: string | null) => {
        lastId = id;
      },
    };
    keeper = createProjectKeeper(projects, last, (what) => repairs.push(what));
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
});
