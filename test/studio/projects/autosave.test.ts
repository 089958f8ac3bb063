import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProjectDocument } from '../../../src/project/document.ts';
import { createAutosave, type SavedState } from '../../../src/studio/projects/autosave.ts';
import { createEmptyProject } from '../../../src/studio/projects/new-project.ts';

const named = (name: string): ProjectDocument => ({ ...createEmptyProject(name, true), id: 'one' });

/** A store whose saves end when the test says so. */
function slowStore() {
  const saved: string[] = [];
  const ends: { resolve(): void; reject(error: Error): void }[] = [];
  const save = (document: ProjectDocument) =>
    new Promise<void>((resolve, reject) => {
      saved.push(document.name);
      ends.push({ resolve, reject });
    });
  return { saved, ends, save };
}

describe('autosave', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('writes once, a moment after the last of several changes', async () => {
    const saved: string[] = [];
    const states: SavedState[] = [];
    const autosave = createAutosave({
      save: async ({ name }) => void saved.push(name),
      onState: (state) => states.push(state),
      delay: 400,
    });
    autosave.changed(named('a'));
    await vi.advanceTimersByTimeAsync(399);
    autosave.changed(named('b'));
    await vi.advanceTimersByTimeAsync(399);
    expect(saved).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(saved).toEqual(['b']);
    expect(states).toEqual(['waiting', 'waiting', 'saving', 'saved']);
  });

  it('writes now and then while changes never rest, as frames that arrive for an hour', async () => {
    const saved: string[] = [];
    const autosave = createAutosave({
      save: async ({ name }) => void saved.push(name),
      onState: () => undefined,
      delay: 400,
      longest: 3000,
    });
    for (let time = 0; time < 9000; time += 100) {
      autosave.changed(named(`at ${time}`));
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(saved.length).toBeGreaterThanOrEqual(2);
    expect(saved.length).toBeLessThanOrEqual(3);
    expect(saved[0]).toBe('at 2900');
    await vi.advanceTimersByTimeAsync(400);
    expect(saved.at(-1)).toBe('at 8900');
  });

  it('flushes at once what is not written, and nothing when all is', async () => {
    const saved: string[] = [];
    const autosave = createAutosave({ save: async ({ name }) => void saved.push(name), onState: () => undefined });
    autosave.changed(named('a'));
    await autosave.flush();
    expect(saved).toEqual(['a']);
    await autosave.flush();
    await vi.advanceTimersByTimeAsync(1000);
    expect(saved).toEqual(['a']);
  });

  it('never runs two saves at a time, and writes a change that came meanwhile last', async () => {
    const { saved, ends, save } = slowStore();
    const autosave = createAutosave({ save, onState: () => undefined, delay: 10 });
    autosave.changed(named('a'));
    await vi.advanceTimersByTimeAsync(10);
    autosave.changed(named('b'));
    await vi.advanceTimersByTimeAsync(100);
    expect(saved).toEqual(['a']);
    const flushed = autosave.flush();
    ends[0]?.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(saved).toEqual(['a', 'b']);
    ends[1]?.resolve();
    await flushed;
  });

  it('keeps what could not be written and tries it again', async () => {
    const { saved, ends, save } = slowStore();
    const told: [SavedState, unknown][] = [];
    const autosave = createAutosave({ save, onState: (state, error) => told.push([state, error]) });
    const full = new Error('no room');
    autosave.changed(named('a'));
    const first = autosave.flush();
    ends[0]?.reject(full);
    await first;
    expect(told.at(-1)).toEqual(['failed', full]);
    const second = autosave.flush();
    ends[1]?.resolve();
    await second;
    expect(saved).toEqual(['a', 'a']);
    expect(told.at(-1)).toEqual(['saved', null]);
  });

  it('forgets a project that is deleted, also one whose save is under way', async () => {
    const { saved, ends, save } = slowStore();
    const autosave = createAutosave({ save, onState: () => undefined, delay: 10 });
    autosave.changed(named('a'));
    await vi.advanceTimersByTimeAsync(10);
    autosave.changed(named('b'));
    const forgotten = autosave.forget();
    ends[0]?.resolve();
    await forgotten;
    await vi.advanceTimersByTimeAsync(1000);
    expect(saved).toEqual(['a']);
  });
});
