import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PleinAirError } from '../../../src/core/errors.ts';
import { createFolderStore } from '../../../src/platform/node/folder-store.ts';

const text = (value: string) => new TextEncoder().encode(value);

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'plein-air-store-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function failure(promise: Promise<unknown>): Promise<PleinAirError> {
  const error: unknown = await promise.then(
    () => new Error('nothing went wrong'),
    (reason) => reason,
  );
  if (!(error instanceof PleinAirError)) throw error;
  expect(error.kind).toBe('storage');
  return error;
}

describe('the folder store', () => {
  it('gives back what was put, after the program too, and null for what was not', async () => {
    await createFolderStore(join(dir, 'new', 'place')).put('painted/0003.png', text('a'));
    const again = createFolderStore(join(dir, 'new', 'place'));
    expect(await again.get('painted/0003.png')).toEqual(text('a'));
    expect(await again.get('painted/0004.png')).toBeNull();
    expect(await again.get('painted')).toBeNull();
    expect(await createFolderStore(join(dir, 'nowhere')).get('a')).toBeNull();
  });

  it('overwrites, deletes, and takes the deletion of nothing calmly', async () => {
    const store = createFolderStore(dir);
    await store.put('a', text('long first text'));
    await store.put('a', text('b'));
    expect(await store.get('a')).toEqual(text('b'));
    await store.delete('a');
    await store.delete('a');
    expect(await store.get('a')).toBeNull();
  });

  it('lists keys by prefix, sorted, through folders, without unfinished ones', async () => {
    const store = createFolderStore(dir);
    for (const key of ['painted/0010.png', 'painted/0002.png', 'painted/deep/1', 'paint', 'flow/1'])
      await store.put(key, text('x'));
    writeFileSync(join(dir, 'painted', '0003.png.123.unfinished'), 'half');
    expect(await store.list('painted/')).toEqual(['painted/0002.png', 'painted/0010.png', 'painted/deep/1']);
    expect(await store.list('painted/00')).toEqual(['painted/0002.png', 'painted/0010.png']);
    expect(await store.list('paint')).toEqual(['paint', 'painted/0002.png', 'painted/0010.png', 'painted/deep/1']);
    expect(await store.list('')).toHaveLength(5);
    expect(await store.list('none/')).toEqual([]);
  });

  it.each(['../a', 'a/../../b', '/etc/x', 'a//b', '', '.', 'a b', 'a\\b', 'x.unfinished'])(
    'refuses the key "%s"',
    async (key) => {
      await expect(createFolderStore(dir).put(key, text('x'))).rejects.toThrow(RangeError);
    },
  );

  it('holds whole values only, whoever writes at the same time', async () => {
    const store = createFolderStore(dir);
    const values = Array.from({ length: 8 }, (_, i) => new Uint8Array(100_000).fill(i));
    await Promise.all(values.map((value) => store.put('same', value)));
    const found = await store.get('same');
    expect(found).toEqual(values[found![0]!]);
    expect(readdirSync(dir)).toEqual(['same']);
  });

  it.skipIf(!existsSync('/dev/full'))(
    'on a full disk says so with path and remedy, and leaves the old bytes',
    async () => {
      await createFolderStore(dir).put('painted/1.png', text('old'));
      const full = createFolderStore(dir, { open: () => open('/dev/full', 'w') });
      const error = await failure(full.put('painted/1.png', new Uint8Array(1000)));
      expect(error.message).toBe(`There is no room left to write ${join(dir, 'painted', '1.png')} (ENOSPC).`);
      expect(error.remedy).toMatch(/Free some space.*run again/);
      expect(await full.get('painted/1.png')).toEqual(text('old'));
      expect(readdirSync(join(dir, 'painted'))).toEqual(['1.png']);
    },
  );

  it('that breaks off half-way leaves the old bytes and nothing beside them', async () => {
    const store = createFolderStore(dir);
    await store.put('a', text('old'));
    const breaking = createFolderStore(dir, {
      open: async (path, flags) => {
        const file = await open(path, flags);
        await file.write(text('half'));
        file.sync = () => Promise.reject(Object.assign(new Error('disk quota exceeded'), { code: 'EDQUOT' }));
        return file;
      },
    });
    expect((await failure(breaking.put('a', text('new')))).message).toContain('no room left');
    expect(readdirSync(dir)).toEqual(['a']);
    expect(readFileSync(join(dir, 'a'), 'utf8')).toBe('old');
  });

  it.each([
    ['EACCES', /no permission/],
    ['EROFS', /read-only/],
    ['EIO', /not possible.*EIO/],
  ])('explains %s', async (code, reason) => {
    const store = createFolderStore(dir, { open: () => Promise.reject(Object.assign(new Error(code), { code })) });
    const error = await failure(store.put('a', text('x')));
    expect(error.message).toMatch(reason);
    expect(error.message).toContain(join(dir, 'a'));
  });

  // the kernel's own file system, where nobody makes folders: read-only in containers, forbidden elsewhere
  it.skipIf(!existsSync('/sys/kernel'))('explains why a folder cannot be made', async () => {
    const error = await failure(createFolderStore('/sys/plein-air/deep').put('a', text('x')));
    expect(error.message).toMatch(/read-only|no permission/);
  });

  it('explains that a file stands where its folder should be', async () => {
    writeFileSync(join(dir, 'file'), '');
    const store = createFolderStore(join(dir, 'file'));
    expect((await failure(store.put('a', text('x')))).message).toContain('A file stands where a folder is needed');
    expect((await failure(store.list(''))).message).toContain('A file stands where a folder is needed');
  });
});
