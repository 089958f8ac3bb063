import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listFiles, openLocalWeights } from '../../../src/platform/node/files.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'plein-air-files-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('the files of a folder', () => {
  it('are its own and links to files, of every kind', async () => {
    for (const name of ['10.jpg', '2.jpg', 'notes.txt', '.hidden.jpg']) writeFileSync(join(dir, name), name);
    mkdirSync(join(dir, 'folder.jpg'));
    symlinkSync(join(dir, '2.jpg'), join(dir, '3.jpg'));
    symlinkSync(join(dir, 'gone.jpg'), join(dir, '4.jpg'));
    const files = await listFiles(dir);
    const byName = new Map(files.map((file) => [file.name, file]));
    expect([...byName.keys()].sort()).toEqual(['.hidden.jpg', '10.jpg', '2.jpg', '3.jpg', 'notes.txt']);
    expect(new TextDecoder().decode(await byName.get('3.jpg')!.read())).toBe('2.jpg');
  });

  it('name what is wrong with the folder', async () => {
    await expect(listFiles(join(dir, 'none'))).rejects.toMatchObject({
      kind: 'input',
      message: `${join(dir, 'none')} does not exist.`,
    });
    writeFileSync(join(dir, 'a.jpg'), '');
    await expect(listFiles(join(dir, 'a.jpg'))).rejects.toMatchObject({
      message: `${join(dir, 'a.jpg')} is not a folder.`,
    });
  });

  it('name a file that went away before it was read', async () => {
    writeFileSync(join(dir, 'a.jpg'), 'x');
    const [file] = await listFiles(dir);
    rmSync(join(dir, 'a.jpg'));
    await expect(file!.read()).rejects.toMatchObject({
      kind: 'input',
      message: `${join(dir, 'a.jpg')} does not exist.`,
    });
  });
});

describe('weights that a person names', () => {
  it('may be one file, read in parts', async () => {
    const path = join(dir, 'w.safetensors');
    writeFileSync(path, '0123456789');
    const { label, files } = await openLocalWeights(path);
    expect(label).toBe(path);
    expect(files.map(({ name, size }) => [name, size])).toEqual([['w.safetensors', 10]]);
    const read = async (begin?: number, end?: number) => new TextDecoder().decode(await files[0]!.read(begin, end));
    expect(await read()).toBe('0123456789');
    expect(await read(3, 5)).toBe('34');
    expect(await read(8, 20)).toBe('89');
  });

  it('may be a folder, whose files are listed with their sizes', async () => {
    writeFileSync(join(dir, 'model.json'), '{}');
    const { label, files } = await openLocalWeights(dir);
    expect(label).toBe(`the folder ${dir}`);
    expect(files.map(({ name, size }) => [name, size])).toEqual([['model.json', 2]]);
  });

  it('must be there', async () => {
    await expect(openLocalWeights(join(dir, 'w'))).rejects.toMatchObject({
      kind: 'input',
      message: `${join(dir, 'w')} does not exist.`,
    });
  });
});
