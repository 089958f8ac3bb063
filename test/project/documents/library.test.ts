import { beforeEach, describe, expect, it } from 'vitest';
import { PleinAirError } from '../../../src/core/errors.ts';
import type { AskedEntry } from '../../../src/frames/fetch/asked-index.ts';
import { askedLeftovers } from '../../../src/frames/fetch/asked-leftovers.ts';
import { createLibrary, type Library } from '../../../src/project/documents/library.ts';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store.ts';
import { exampleDocument, hash } from './document.ts';

const NOW = '2026-12-24T18:00:00.000Z';
const text = (value: string) => new TextEncoder().encode(value);

let stores: Record<'projects' | 'frames' | 'styles' | 'painted', MemoryStore>;
let library: Library;
beforeEach(() => {
  stores = {
    projects: createMemoryStore(),
    frames: createMemoryStore(),
    styles: createMemoryStore(),
    painted: createMemoryStore(),
  };
  library = createLibrary(stores, askedLeftovers, () => NOW);
});

const keep = (id: string, stored: unknown) => stores.projects.put(id, text(JSON.stringify(stored)));

/** A painted frame as the renderer keeps it. */
async function paint(key: string, name: string, sha256: string): Promise<void> {
  await stores.painted.put(`painted/${key}.png`, text('picture'));
  await stores.painted.put(`painted/${key}.json`, text(JSON.stringify({ name, sha256, evaluations: 5 })));
  await stores.frames.put(`prepared/${sha256}-64x48.png`, text('scaled'));
}

describe('the library of projects', () => {
  it('gives back what was saved, and null for what was not', async () => {
    const document = exampleDocument();
    await library.save(document);
    expect(await library.load('lund')).toEqual(document);
    expect(await library.load('nowhere')).toBeNull();
  });

  it('lists the last changed first, with the number of frames', async () => {
    await library.save(exampleDocument({ id: 'older', name: 'Older', changed: '2026-01-01T00:00:00.000Z' }));
    await library.save(
      exampleDocument({ id: 'demo', frames: { kind: 'demo', frames: 24 }, changed: '2026-03-01T00:00:00.000Z' }),
    );
    await library.save(exampleDocument({ id: 'new', frames: { kind: 'none' }, changed: '2026-02-01T00:00:00.000Z' }));
    expect(await library.list()).toEqual([
      { id: 'demo', name: 'Lund, in the rain', changed: '2026-03-01T00:00:00.000Z', frames: 24 },
      { id: 'new', name: 'Lund, in the rain', changed: '2026-02-01T00:00:00.000Z', frames: 0 },
      { id: 'older', name: 'Older', changed: '2026-01-01T00:00:00.000Z', frames: 2 },
    ]);
  });

  it('tells what it had to repair, and changes what is kept only when it is saved', async () => {
    await keep('lund', { ...exampleDocument(), frames: 'gone' });
    const repairs: string[] = [];
    const document = await library.load('lund', (what) => repairs.push(what));
    expect(document).toEqual(exampleDocument({ frames: { kind: 'none' } }));
    expect(repairs).toEqual(['its frames could not be read: choose them again']);
    expect(JSON.parse(new TextDecoder().decode((await stores.projects.get('lund'))!)).frames).toBe('gone');
  });

  it('lists damaged projects and those of a newer program, refuses to open them, and deletes them', async () => {
    await stores.projects.put('broken', text('{"name": "Lu'));
    await keep('future', { version: 99, name: 'Lund' });
    await library.save(exampleDocument({ id: 'whole' }));
    const entries = await library.list();
    expect(entries.map(({ name }) => name).sort()).toEqual([
      'Damaged project',
      'Lund (of a newer Plein Air)',
      'Lund, in the rain',
    ]);
    for (const id of ['broken', 'future']) {
      const error: unknown = await library.load(id).catch((reason) => reason);
      expect(error).toBeInstanceOf(PleinAirError);
      expect((error as PleinAirError).kind).toBe('storage');
      expect((error as PleinAirError).remedy).not.toBe('');
      await library.delete(id);
    }
    expect((await library.list()).map(({ id }) => id)).toEqual(['whole']);
  });

  it('keeps a duplicate beside the original, each changed by itself', async () => {
    const original = exampleDocument();
    await library.save(original);
    const copy = exampleDocument({ id: 'copy', frames: { kind: 'none' } });
    await library.save(copy);
    expect(await library.load('copy')).toEqual(copy);
    expect(await library.load('lund')).toEqual(original);
  });
});

describe('deleting a project', () => {
  const pictures = ['a', 'b', 'c', 'd'].map(hash);

  beforeEach(async () => {
    await library.save(exampleDocument());
    for (const picture of pictures) {
      await stores.frames.put(picture, text('photograph'));
      await stores.styles.put(picture, text('painting'));
    }
  });

  it('deletes its photographs and paintings and nothing that it does not name', async () => {
    await library.delete('lund');
    expect(await library.load('lund')).toBeNull();
    expect(await stores.frames.list('')).toEqual([hash('d')]);
    expect(await stores.styles.list('')).toEqual([hash('d')]);
  });

  it('leaves pictures that another project names, a damaged one and one of a newer program included', async () => {
    await library.save(exampleDocument({ id: 'copy', frames: { kind: 'none' } }));
    await stores.projects.put('broken', text(`{"frames": [{"sha256": "${hash('a')}"`));
    await keep('future', { version: 99, sequences: [{ pictures: [hash('b')] }] });
    await library.delete('lund');
    expect(await stores.frames.list('')).toEqual(pictures);
    expect(await stores.styles.list('')).toEqual(pictures);
    await library.delete('broken');
    expect(await stores.frames.list('')).toEqual(pictures.slice(1));
    await library.delete('copy');
    await library.delete('future');
    expect(await stores.frames.list('')).toEqual([hash('d')]);
  });

  it('deletes what was painted from its photographs, and not what was painted from those of others', async () => {
    await library.save(
      exampleDocument({ id: 'other', frames: { kind: 'files', items: [{ id: 'f', name: '2', sha256: hash('b') }] } }),
    );
    await paint('one', '01.jpg', hash('a'));
    await paint('two', '02.jpg', hash('b'));
    await paint('street', 'street-1-00', hash('e'));
    await stores.painted.put('painted/odd.json', text('not a record'));
    await library.delete('lund');
    expect(await stores.painted.list('')).toEqual([
      'painted/odd.json',
      'painted/street.json',
      'painted/street.png',
      'painted/two.json',
      'painted/two.png',
    ]);
    expect(await stores.frames.list('prepared/')).toEqual([
      `prepared/${hash('b')}-64x48.png`,
      `prepared/${hash('e')}-64x48.png`,
    ]);
  });

  it('deletes what was painted of the built-in street with the last project on it', async () => {
    for (const id of ['demo1', 'demo2']) {
      await library.save(exampleDocument({ id, frames: { kind: 'demo', frames: 2 }, styles: [] }));
    }
    await paint('street', 'street-1-00', hash('e'));
    await paint('mine', 'mine.jpg', hash('f'));
    await library.delete('demo1');
    expect(await stores.painted.list('')).toHaveLength(4);
    await library.delete('demo2');
    expect(await stores.painted.list('')).toEqual(['painted/mine.json', 'painted/mine.png']);
    expect(await stores.frames.list('prepared/')).toEqual([`prepared/${hash('f')}-64x48.png`]);
  });

  it('takes the deletion of nothing calmly', async () => {
    await library.delete('nothing');
    expect(await stores.frames.list('')).toEqual(pictures);
  });

  it('that is cut off leaves pictures without a project, never a project without its pictures', async () => {
    stores.frames.delete = () => Promise.reject(new Error('the tab is closed'));
    await expect(library.delete('lund')).rejects.toThrow('the tab is closed');
    expect(await library.load('lund')).toBeNull();
  });
});

describe('what was fetched along routes', () => {
  const view = { width: 64, height: 36, fov: 90, pitch: 0 };
  const sighting: AskedEntry['sighting'] = {
    id: 'p',
    position: { lat: 1, lng: 2 },
    date: null,
    projection: 'panorama',
    heading: 0,
    fov: null,
    sequence: null,
    kind: 'outdoor',
    credit: { text: 'c', link: null, shareAlike: false },
  };

  /** A panorama with the views that were cut out of it. */
  async function fetched(name: string, panorama: string, views: readonly string[], at = NOW): Promise<void> {
    const entry: AskedEntry = {
      version: 1,
      source: 'panoramax',
      sourceSha256: hash(panorama),
      sighting,
      layout: { kind: 'panorama', heading: 0, pitch: 0, roll: 0, covers: { left: 0, top: 0, right: 1, bottom: 1 } },
      fetched: at,
      views: Object.fromEntries(
        views.map((digit) => [`view ${digit}`, { sha256: hash(digit), sourceSha256: hash(panorama), fetched: at }]),
      ),
      sessions: [],
    };
    await stores.frames.put(`asked/${name}.json`, text(JSON.stringify(entry)));
    for (const digit of [panorama, ...views]) await stores.frames.put(hash(digit), text('picture'));
  }

  const route = (id: string, frames: readonly (readonly [frame: string, panorama: string])[]) =>
    exampleDocument({
      id,
      styles: [],
      frames: {
        kind: 'route',
        source: 'panoramax',
        view,
        items: frames.map(([frame, panorama], n) => ({
          id: `f${n}`,
          sourceId: 'p',
          position: { lat: 1, lng: 2 },
          heading: 0,
          date: null,
          credit: null,
          sha256: hash(frame),
          sourceSha256: hash(panorama),
        })),
      },
    });

  it('goes with its project: panoramas, views that were chosen earlier, and what names them', async () => {
    // Frame 1 is the project's, 2 was cut before the camera was turned; 3 and 4 are another project's, and 3 of a shared panorama.
    await fetched('own', 'a', ['1', '2']);
    await fetched('shared', 'b', ['5', '3']);
    await fetched('other', 'c', ['4']);
    await library.save(
      route('mine', [
        ['1', 'a'],
        ['5', 'b'],
      ]),
    );
    await library.save(
      route('yours', [
        ['3', 'b'],
        ['4', 'c'],
      ]),
    );
    await library.delete('mine');
    expect(await stores.frames.list('')).toEqual(
      ['asked/other.json', 'asked/shared.json', ...['3', '4', 'b', 'c'].map(hash)].sort(),
    );
    await library.delete('yours');
    expect(await stores.frames.list('')).toEqual([]);
  });

  it('goes too where no project has named it for a day, and not while it may just have come', async () => {
    await fetched('old', 'a', ['1'], '2026-12-20T00:00:00.000Z');
    await fetched('new', 'b', ['2']);
    await fetched('named', 'c', ['3'], '2026-12-20T00:00:00.000Z');
    await library.save(route('stays', [['3', 'c']]));
    await library.save(route('goes', []));
    await library.delete('goes');
    expect(await stores.frames.list('asked/')).toEqual(['asked/named.json', 'asked/new.json']);
    expect(await stores.frames.list(hash('1'))).toEqual([]);
    expect(await stores.frames.get(hash('2'))).not.toBeNull();
  });
});
