import { describe, expect, it } from 'vitest';
import { createParams } from '../../../src/project/resolve.ts';
import type { Params } from '../../../src/project/schema.ts';
import { unpackShare } from '../../../src/project/share.ts';
import { describeShared } from '../../../src/studio/share/describe-shared.ts';
import { takeShare } from '../../../src/studio/share/share-fragment.ts';
import { linkTo } from '../../../src/studio/share/shared-link.ts';

const HASH = 'a'.repeat(64);
const contents = (params: Partial<Params>, kept: readonly string[] = []) =>
  describeShared(createParams(params), (sha256) => kept.includes(sha256));

/** Three frames of a service. */
const ROUTE: Partial<Params> = {
  route_source: 'streetview',
  route_points: [
    [55.7, 13.19],
    [55.71, 13.2],
  ],
  route_source_ids: ['a', 'b', 'c'],
  route_positions: [
    [55.7, 13.19],
    [55.705, 13.195],
    [55.71, 13.2],
  ],
  route_headings: [10, 20, 30],
  route_dates: ['2019-05', null, '2021'],
  route_sha256: [null, null, null],
};

describe('what a share holds', () => {
  it('frames of a route: how many, of which years, from whom, and whose key that takes', () => {
    expect(contents(ROUTE)).toMatchObject({
      frames: '3 along a route of 2019–2021, to be fetched again',
      source: { title: 'Google Street View', needs: 'google' },
    });
    expect(
      contents({ ...ROUTE, route_source: 'panoramax', route_dates: ['2020', '2020-01', '2020-01-31'] }),
    ).toMatchObject({
      frames: '3 along a route of 2020, to be fetched again',
      source: { title: 'Panoramax', needs: null },
    });
  });

  it('a route without frames, or neither', () => {
    const { route_points: points } = ROUTE;
    expect(contents({ route_source: 'mapillary', ...(points && { route_points: points }) })).toMatchObject({
      frames: 'a route of 2 points, its frames not chosen yet',
      source: { needs: 'mapillary' },
    });
    expect(contents({})).toEqual({ frames: 'none: add your own', source: null, paintings: [] });
  });

  it('paintings: built in, in this browser by hash, or to be added', () => {
    const input_style_filenames = ['built-in:swirls', 'scream.jpg', 'built-in:nowhere'];
    const named = { input_style_filenames, input_style_sha256: [HASH, HASH, HASH] };
    expect(contents(named, [HASH]).paintings.map(({ here }) => here)).toEqual([true, true, true]);
    expect(contents(named).paintings.map(({ here }) => here)).toEqual([true, false, false]);
    expect(contents({ input_style_filenames }, [HASH]).paintings.map(({ here }) => here)).toEqual([true, false, false]);
  });
});

describe('a link that shares', () => {
  it('leads to the page it was made at, and gives its text back', () => {
    const link = new URL(linkTo('weight_tv: 1\n', new URL('https://street.example/studio/?from=mail#old')));
    expect(link.href).toMatch(/^https:\/\/street\.example\/studio\/#share=/);
    const places: unknown[] = [];
    const share = takeShare(link, { replaceState: (...args) => places.push(args[2]) });
    expect(unpackShare(share ?? '')).toBe('weight_tv: 1\n');
    expect(places).toEqual(['/studio/']);
  });

  it('is left alone where it shares nothing', () => {
    const places: unknown[] = [];
    const history = { replaceState: (...args: unknown[]) => places.push(args) };
    expect(takeShare(new URL('https://street.example/#elsewhere'), history)).toBeNull();
    expect(takeShare(new URL('https://street.example/?share=1.abc'), history)).toBeNull();
    expect(places).toEqual([]);
  });
});
