import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeWholeFile } from '../../src/headless/film-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plein-air-whole-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const bytes = (text: string) => new TextEncoder().encode(text);

describe('writeWholeFile', () => {
  it('writes under any name that a file may have, and leaves nothing beside it', async () => {
    const path = join(folder, 'Gatan på våren (2).yaml');
    await writeWholeFile(path, bytes('a longer text'));
    await writeWholeFile(path, bytes('short'));
    expect(await readFile(path, 'utf8')).toBe('short');
    expect(await readdir(folder)).toEqual(['Gatan på våren (2).yaml']);
  });

  it.skipIf(!existsSync('/dev/full'))('leaves what stood there when the disk is full', async () => {
    const path = join(folder, 'full.yaml');
    await writeWholeFile(path, bytes('before'));
    await symlink('/dev/full', `${path}.unfinished`);
    await expect(writeWholeFile(path, bytes('after'))).rejects.toMatchObject({ kind: 'storage' });
    expect(await readFile(path, 'utf8')).toBe('before');
  });
});
