import { describe, expect, it } from 'vitest';
import { compareNames, sortFiles } from '../../../src/studio/frames/sort-files.ts';

const file = (name: string, type = '', size = 10) => ({ name, type, size });
const names = (files: readonly { readonly name: string }[]) => files.map(({ name }) => name);

describe('sorting what a person gave', () => {
  it('tells pictures, videos, params and routes apart, by the browser’s word or, without one, by the ending', () => {
    const sorted = sortFiles([
      file('a.jpg', 'image/jpeg'),
      file('b.MKV'),
      file('c.heic', 'image/heic'),
      file('d.yaml'),
      file('e.mp4', 'video/mp4'),
      file('f.PNG'),
      file('g.yml', 'application/x-yaml'),
      file('h.GPX', 'application/gpx+xml'),
      file('i.geojson'),
      file('j.json', 'application/json'),
    ]);
    expect(names(sorted.pictures)).toEqual(['a.jpg', 'c.heic', 'f.PNG']);
    expect(names(sorted.videos)).toEqual(['b.MKV', 'e.mp4']);
    expect(names(sorted.params)).toEqual(['d.yaml', 'g.yml']);
    expect(names(sorted.routes)).toEqual(['h.GPX', 'i.geojson', 'j.json']);
    expect(sorted.refused).toEqual([]);
  });

  it('names every file that is of no use, with the reason', () => {
    const { refused } = sortFiles([file('notes.txt', 'text/plain'), file('none.jpg', 'image/jpeg', 0), file('folder')]);
    expect(names(refused)).toEqual(['notes.txt', 'none.jpg', 'folder']);
    expect(refused[0]?.reason).toContain('neither an image');
    expect(refused[1]?.reason).toContain('empty');
  });

  it('passes over what folders bring along', () => {
    const sorted = sortFiles([file('.DS_Store'), file('._1.jpg', 'image/jpeg'), file('Thumbs.db')]);
    expect(sorted).toEqual({ pictures: [], videos: [], params: [], routes: [], refused: [] });
  });

  it('puts 500 pictures into natural order, whatever order they came in', () => {
    const expected = Array.from({ length: 500 }, (_, i) => `img${i}.jpg`);
    const mixed = expected.map((_, i) => file(expected[(i * 137) % 500]!, 'image/jpeg'));
    expect(names(sortFiles(mixed).pictures)).toEqual(expected);
  });

  it('orders names that differ in case alone the same way each time', () => {
    expect(['a1', 'A1'].sort(compareNames)).toEqual(['A1', 'a1'].sort(compareNames));
  });
});
