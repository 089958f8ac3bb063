import { describe, expect, it } from 'vitest';
import { moved, sortedByName } from '../../../src/studio/frames/frame-order.ts';

const items = (...names: string[]) => names.map((name) => ({ id: name, name, sha256: '' }));
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

describe('order of photographs', () => {
  it('sorts 2 before 10 and leaves the given list alone', () => {
    const given = items('10.jpg', '2.jpg', '1.jpg');
    expect(names(sortedByName(given))).toEqual(['1.jpg', '2.jpg', '10.jpg']);
    expect(names(given)).toEqual(['10.jpg', '2.jpg', '1.jpg']);
  });

  it('moves one by a place, and not beyond the ends', () => {
    const given = items('a', 'b', 'c');
    expect(names(moved(given, 'a', 1))).toEqual(['b', 'a', 'c']);
    expect(names(moved(given, 'c', -1))).toEqual(['a', 'c', 'b']);
    expect(moved(given, 'a', -1)).toBe(given);
    expect(moved(given, 'c', 1)).toBe(given);
    expect(moved(given, 'x', 1)).toBe(given);
  });
});
