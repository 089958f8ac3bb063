import { expect, test } from 'vitest';
import { TileShelf } from '../../../../src/frames/sources/street-view-tiles/tile-shelf.ts';
import { gate } from '../../fetch/service.ts';

const tile = (bytes: number) => new Uint8Array(bytes);

/** Notes which names were asked for. */
function counting(shelf: TileShelf) {
  const asked: string[] = [];
  const get = (name: string, answer: () => Uint8Array | null | Promise<Uint8Array | null> = () => tile(10)) =>
    shelf.get(name, async () => {
      asked.push(name);
      return answer();
    });
  return { asked, get };
}

test('beyond its size the least lately used go', async () => {
  const { asked, get } = counting(new TileShelf(30, () => 0));
  for (const name of ['a', 'b', 'c', 'a', 'd']) await get(name);
  expect(asked).toEqual(['a', 'b', 'c', 'd']);
  for (const name of ['a', 'c', 'd']) await get(name);
  expect(asked).toHaveLength(4);
  await get('b');
  expect(asked).toEqual(['a', 'b', 'c', 'd', 'b']);
  await get('large', () => tile(31));
  await get('large', () => tile(31));
  expect(asked.slice(5)).toEqual(['large', 'large']);
});

test('who wants a tile that is under way waits for it, and asks for itself where it fails', async () => {
  const { asked, get } = counting(new TileShelf(30, () => 0));
  const answer = gate<Uint8Array>();
  const all = Promise.all([get('a', () => answer.opened), get('a'), get('a')]);
  answer.open(tile(3));
  expect((await all).map((bytes) => bytes?.byteLength)).toEqual([3, 3, 3]);
  expect(asked).toEqual(['a']);

  const fails = get('b', () => Promise.reject(new Error('given up')));
  const waits = [get('b'), get('b')];
  await expect(fails).rejects.toThrow('given up');
  expect((await Promise.all(waits)).map((bytes) => bytes?.byteLength)).toEqual([10, 10]);
  expect(asked).toEqual(['a', 'b', 'b']);
});

test('what is not there is asked for again', async () => {
  const { asked, get } = counting(new TileShelf(30, () => 0));
  expect(await get('a', () => null)).toBeNull();
  expect(await get('a')).not.toBeNull();
  expect(asked).toEqual(['a', 'a']);
});

test('after a day a tile is asked for again, and its room is free', async () => {
  const hour = 60 * 60 * 1000;
  let now = 0;
  const { asked, get } = counting(new TileShelf(30, () => now));
  await get('a');
  now = 23 * hour;
  for (const name of ['b', 'c', 'a']) await get(name);
  expect(asked).toEqual(['a', 'b', 'c']);
  now = 24 * hour;
  for (const name of ['a', 'b', 'c', 'a']) await get(name);
  expect(asked).toEqual(['a', 'b', 'c', 'a']);
});
