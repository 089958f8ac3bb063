import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { zipStills } from '../../../src/studio/export/zip-stills.ts';

const never = new AbortController().signal;
const bytes = (length: number, seed: number) => Uint8Array.from({ length }, (_, i) => (i * seed + (i >> 8)) & 255);

test('every file comes out of the zip as it went in, not deflated', async () => {
  // One file larger than a piece, one empty.
  const contents = [bytes(700_000, 7), bytes(5, 3), new Uint8Array()];
  const files = contents.map((content, i) => ({ name: `demo/000${i + 1}.png`, blob: new Blob([content]) }));
  const done: number[] = [];
  const zip = new Uint8Array(await (await zipStills(files, never, (count) => done.push(count))).arrayBuffer());
  const found = unzipSync(zip);
  expect(Object.keys(found)).toEqual(files.map(({ name }) => name));
  contents.forEach((content, i) => {
    expect(found[files[i]!.name]).toEqual(content);
  });
  expect(done).toEqual([1, 2, 3]);
  // Stored: the zip is no smaller than what is in it.
  expect(zip.length).toBeGreaterThan(700_005);
});

test('stops when it is told to', async () => {
  const abort = new AbortController();
  const files = [1, 2, 3].map((i) => ({ name: `${i}.png`, blob: new Blob([bytes(10, i)]) }));
  const zip = zipStills(files, abort.signal, () => abort.abort());
  await expect(zip).rejects.toMatchObject({ name: 'AbortError' });
});
