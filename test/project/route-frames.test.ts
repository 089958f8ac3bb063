import { describe, expect, it } from 'vitest';
import { termsConflict } from '../../src/frames/source-terms.ts';
import { filmCredits } from '../../src/project/credits.ts';
import type { RouteFrame } from '../../src/project/document.ts';
import { parseParams } from '../../src/project/parse.ts';
import { createParams } from '../../src/project/resolve.ts';
import {
  keepFetched,
  type RouteChoice,
  routeChoiceOf,
  routeFrameParams,
  withRouteFrames,
} from '../../src/project/route-frames.ts';
import { writeParams } from '../../src/project/write.ts';

const HASH = (digit: string) => digit.repeat(64);

function routeFrame(n: number, part: Partial<RouteFrame> = {}): RouteFrame {
  return {
    id: `f${n}`,
    sourceId: `pano-${n}`,
    position: { lat: 55.7 + n / 1e4, lng: 13.19 },
    heading: (n * 40) % 360,
    date: n % 2 === 0 ? '2021-06' : null,
    credit: { text: '© Somebody', link: null, shareAlike: false },
    sha256: HASH('a'),
    sourceSha256: HASH(String(n % 10)),
    ...part,
  };
}

function choice(items: readonly RouteFrame[], part: Partial<RouteChoice> = {}): RouteChoice {
  return {
    kind: 'route',
    source: 'panoramax',
    view: { width: 640, height: 360, fov: 80, pitch: -5 },
    drawnOn: 'maplibre',
    items,
    ...part,
  };
}

describe('the frames of a route in a file', () => {
  const frames = choice([routeFrame(0), routeFrame(1), routeFrame(2, { sourceSha256: null, sha256: null })]);

  it('come back the same from YAML, but for what only this browser has', () => {
    const parsed = parseParams(writeParams(withRouteFrames(createParams(), frames)));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    let n = 0;
    const again = routeChoiceOf(parsed.params, () => `new${n++}`);
    expect(again).toEqual(
      choice(frames.items.map((item, i) => ({ ...item, id: `new${i}`, credit: null, sha256: null }))),
    );
  });

  it('are none for other projects, whose params stay as they are', () => {
    const params = createParams({ route_source: 'panoramax' });
    expect(withRouteFrames(params, { kind: 'demo', frames: 3 })).toBe(params);
    expect(routeChoiceOf(params, () => 'x')).toBeNull();
  });

  it('are refused where the lists differ in length', () => {
    const params = { ...routeFrameParams(frames), route_headings: [0] };
    expect(() => createParams(params)).toThrow('route_headings: 1 entries for 3 pictures');
  });

  it.each([
    ['drawn on the same map', 'panoramax', 'maplibre', 'maplibre', 'kept'],
    ['typed', 'panoramax', 'maplibre', 'typed', 'kept'],
    ['typed', 'streetview', 'google', 'typed', 'kept'],
    ['typed after one that these frames may not follow', 'panoramax', 'google', 'typed', 'kept'],
    ['drawn on its map after one that was typed', 'panoramax', 'typed', 'maplibre', 'kept'],
    ['drawn on Google’s map after one that was typed', 'streetview', 'typed', 'google', 'kept'],
    ['drawn on Google’s map meanwhile', 'panoramax', 'maplibre', 'google', 'left out'],
    ['drawn on Google’s map after one that was typed', 'mapillary', 'typed', 'google', 'left out'],
    ['drawn on the open map meanwhile', 'streetview_tiles', 'google', 'maplibre', 'left out'],
    ['drawn on the open map after one that was typed', 'streetview', 'typed', 'maplibre', 'left out'],
    ['drawn on another map than frames that may not be', 'streetview', 'maplibre', 'google', 'left out'],
  ] as const)('with a way that was %s (%s, %s, %s): the way is %s', (_, source, drawnOn, now, way) => {
    const points: [number, number][] = [
      [55.7, 13.19],
      [55.8, 13.19],
    ];
    const params = createParams({ route_points: points, route_drawn_on: now });
    const written = withRouteFrames(params, choice([routeFrame(0)], { source, drawnOn }));
    expect(written.route_points).toEqual(way === 'kept' ? points : []);
    const isNow = way === 'kept' && termsConflict(source, drawnOn) === null;
    expect(written.route_drawn_on).toBe(isNow ? now : drawnOn);
    // What may be fetched here may be fetched where the file is opened, and nothing else.
    expect(termsConflict(source, written.route_drawn_on)).toBe(termsConflict(source, drawnOn));
  });

  it('of before, which do not know their map, say what the params say', () => {
    const { drawnOn: _, ...older } = choice([routeFrame(0)]);
    expect(withRouteFrames(createParams({ route_drawn_on: 'google' }), older).route_drawn_on).toBe('google');
  });

  it('hold neither what credits say nor where pictures are kept here', () => {
    const yaml = writeParams(withRouteFrames(createParams(), frames));
    expect(yaml).not.toContain('Somebody');
    expect(yaml).not.toContain(HASH('a'));
    expect(yaml).toContain(HASH('1'));
  });
});

describe('frames that are here already', () => {
  const before = choice([routeFrame(0), routeFrame(1)]);
  const anew = (items: readonly RouteFrame[]) => items.map((item) => ({ ...item, id: `${item.id}-new`, sha256: null }));

  it('are kept where picture and camera are the same', () => {
    const chosen = choice(anew([routeFrame(1, { sourceSha256: null }), routeFrame(5)]));
    const kept = keepFetched(chosen, before);
    expect(kept.items[0]).toBe(before.items[1]);
    expect(kept.items[1]?.sha256).toBeNull();
  });

  it.each([
    ['the camera looks elsewhere', choice(anew([routeFrame(1, { heading: 41 })]))],
    ['the source is another one', choice(anew([routeFrame(1)]), { source: 'mapillary' })],
    ['the field of view is another one', choice(anew([routeFrame(1)]), { view: { ...before.view, fov: 90 } })],
    ['a file means other bytes', choice(anew([routeFrame(1, { sourceSha256: HASH('f') })]))],
  ])('are not kept where %s', (_, chosen) => {
    expect(keepFetched(chosen, before).items[0]?.sha256).toBeNull();
  });
});

it('a picture that stands in a film several times keeps a name of its own at each place', () => {
  const twice = [
    routeFrame(1),
    routeFrame(1, { id: 'again', sha256: null }),
    routeFrame(1, { id: 'third', sha256: null }),
  ];
  const here = choice(twice.slice(0, 2));
  const anew = twice.map((item, n) => ({ ...item, id: `new${n}`, sha256: null, sourceSha256: null }));
  const kept = keepFetched(choice(anew), here).items;
  expect(new Set(kept.map(({ id }) => id)).size).toBe(3);
  expect(kept.map(({ sha256 }) => sha256)).toEqual([HASH('a'), HASH('a'), HASH('a')]);
});

describe('credits of a film', () => {
  it('name each author once, with one link, and the licence that passes on', () => {
    const credit = (text: string, n: number, shareAlike = false) => ({ text, link: `https://p.org/${n}`, shareAlike });
    const frames = choice([
      routeFrame(0, { credit: credit('Ann · CC BY-SA 4.0', 0, true) }),
      routeFrame(1, { credit: credit('Bo · Licence Ouverte', 1) }),
      routeFrame(2, { credit: credit('Ann · CC BY-SA 4.0', 2, true) }),
      routeFrame(3, { credit: null }),
    ]);
    const [ann, bo, licence, ...rest] = filmCredits(frames);
    expect(ann).toBe('Ann · CC BY-SA 4.0, https://p.org/0');
    expect(bo).toBe('Bo · Licence Ouverte, https://p.org/1');
    expect(licence).toContain('same licence');
    expect(rest).toEqual([]);
  });

  it('are none for own pictures', () => {
    expect(filmCredits({ kind: 'files', items: [] })).toEqual([]);
    expect(filmCredits(choice([routeFrame(0, { credit: null })]))).toEqual([]);
  });
});

describe('rules of a route', () => {
  it.each([
    [{ route_points: [[1, 2]] as [number, number][] }, 'a single point'],
    [{ frame_heading_mode: 'lookat' as const }, 'lookat needs frame_lookat'],
    [{ route_date_from: '2021-05', route_date_to: '2020' }, 'before route_date_from'],
  ])('%o is refused', (params, message) => {
    expect(() => createParams(params)).toThrow(message);
  });

  it('a month may lie in the year that ends the range', () => {
    expect(createParams({ route_date_from: '2021-05', route_date_to: '2021' }).route_date_to).toBe('2021');
  });
});
