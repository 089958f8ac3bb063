import { describe, expect, test } from 'vitest';
import type { Sighting } from '../../../src/frames/imagery.ts';
import { chooseSightings } from '../../../src/frames/scout/choose-sightings.ts';
import { summariseScout } from '../../../src/frames/scout/scout-summary.ts';
import { SOURCE_FACTS, type SourceFacts } from '../../../src/frames/source-facts.ts';
import { at, driveEast, RULES, sighting } from './places.ts';

/** A drive to the east with these pictures near its places, all wanted as far as the rules go. */
function summaryOf(
  candidates: (Sighting[] | null)[],
  {
    rules = {},
    facts = SOURCE_FACTS.panoramax,
    spacing = 5,
    measured,
  }: Partial<{
    rules: Partial<typeof RULES>;
    facts: SourceFacts;
    spacing: number;
    measured: number;
  }> = {},
) {
  const places = driveEast(candidates.length, spacing);
  const all = { ...RULES, ...rules };
  const scouted = chooseSightings(places, candidates, all);
  return summariseScout({ places, candidates, rules: all, scouted }, facts, measured);
}

const dated = (i: number, ...years: number[]) =>
  years.map((year) => sighting(`${i} ${year}`, at(i * 5, 1), { date: `${year}-06`, sequence: String(year) }));

test('places are counted by what became of them, frames by what was found', () => {
  const summary = summaryOf(
    [
      [sighting('a', at(0))],
      [sighting('a', at(0))],
      [],
      [sighting('inside', at(15), { kind: 'indoor' })],
      [sighting('b', at(20))],
      null,
    ],
    {},
  );
  expect(summary).toMatchObject({
    places: 5,
    frames: 2,
    undated: 2,
    counts: { found: 2, repeated: 1, gap: 1, unfit: 1, 'other-years': 0 },
  });
});

describe('years', () => {
  test('count places, each once a year, and heed what is fit', () => {
    const summary = summaryOf([
      [...dated(0, 2019), ...dated(0, 2019), ...dated(0, 2023)],
      dated(1, 2019),
      [sighting('inside', at(10), { kind: 'indoor', date: '2011' }), sighting('undated', at(10))],
    ]);
    expect(summary.years).toEqual([
      { year: 2019, places: 2 },
      { year: 2023, places: 1 },
    ]);
  });

  test('do not depend on the years chosen: they are there to choose by', () => {
    const candidates = Array.from({ length: 10 }, (_, i) => dated(i, 2019, 2023));
    const chosen = summaryOf(candidates, { rules: { from: '2023', to: '2023' } });
    expect(chosen.years).toEqual(summaryOf(candidates).years);
    expect(chosen.suggestion).toEqual(summaryOf(candidates).suggestion);
  });

  test('the year that serves most places is suggested', () => {
    const candidates = Array.from({ length: 100 }, (_, i) =>
      dated(i, ...(i < 90 ? [2019] : []), ...(i < 40 ? [2023] : [])),
    );
    expect(summaryOf(candidates).suggestion).toEqual({ from: 2019, to: 2019, places: 90 });
  });

  test('a next year is taken in where it brings more than 5 % of the places', () => {
    const split = (more: number) => Array.from({ length: 100 }, (_, i) => dated(i, i < 100 - more ? 2019 : 2020));
    expect(summaryOf(split(6)).suggestion).toEqual({ from: 2019, to: 2020, places: 100 });
    expect(summaryOf(split(4)).suggestion).toEqual({ from: 2019, to: 2019, places: 96 });
  });

  test('far years are not joined for a few places', () => {
    const candidates = Array.from({ length: 100 }, (_, i) => dated(i, i < 70 ? 2023 : 2009));
    expect(summaryOf(candidates).suggestion).toEqual({ from: 2023, to: 2023, places: 70 });
  });

  test('of equals the later year', () => {
    const candidates = Array.from({ length: 10 }, (_, i) => dated(i, 2012, 2024));
    expect(summaryOf(candidates).suggestion).toEqual({ from: 2024, to: 2024, places: 10 });
  });

  test('a place that both years serve counts once', () => {
    const candidates = Array.from({ length: 100 }, (_, i) =>
      dated(i, ...(i < 60 ? [2019] : []), ...(i >= 40 ? [2020] : [])),
    );
    expect(summaryOf(candidates).suggestion).toEqual({ from: 2019, to: 2020, places: 100 });
  });

  test('nothing dated, nothing suggested', () => {
    expect(summaryOf([[sighting('a', at(0))], []]).suggestion).toBeNull();
  });
});

describe('gaps', () => {
  const here = (i: number, spacing = 5) => [sighting(`at ${i}`, at(i * spacing))];

  test('reach from the frame before to the frame after, in metres of the way', () => {
    const candidates = Array.from({ length: 40 }, (_, i) => (i > 5 && i < 20 ? [] : here(i)));
    expect(summaryOf(candidates).gaps).toEqual([{ from: 25, to: 100, reason: 'gap' }]);
  });

  test('short ones are no leap', () => {
    const candidates = Array.from({ length: 40 }, (_, i) => (i > 5 && i < 15 ? [] : here(i)));
    expect(summaryOf(candidates).gaps).toEqual([]);
  });

  test('at the start and at the end', () => {
    const candidates = Array.from({ length: 60 }, (_, i) => (i < 20 || i > 40 ? [] : here(i)));
    expect(summaryOf(candidates).gaps).toEqual([
      { from: 0, to: 100, reason: 'gap' },
      { from: 200, to: 295, reason: 'gap' },
    ]);
  });

  test('no coverage at all is one gap', () => {
    const summary = summaryOf(Array.from({ length: 30 }, () => []));
    expect(summary).toMatchObject({ frames: 0, gaps: [{ from: 0, to: 145, reason: 'gap' }], bytes: 0 });
  });

  test('are told apart by what lies in them', () => {
    const inside = (i: number) => [sighting(`inside ${i}`, at(i * 5), { kind: 'indoor' as const })];
    const candidates = Array.from({ length: 60 }, (_, i) => (i > 5 && i < 30 ? (i < 12 ? [] : inside(i)) : here(i)));
    expect(summaryOf(candidates).gaps).toEqual([{ from: 25, to: 150, reason: 'unfit' }]);
  });

  test('pictures that are far apart leap too, though every place has one', () => {
    const candidates = Array.from({ length: 40 }, (_, i) => here(i < 20 ? 0 : 20));
    expect(summaryOf(candidates).gaps).toEqual([
      { from: 0, to: 100, reason: 'repeated' },
      { from: 100, to: 195, reason: 'repeated' },
    ]);
  });

  test('are told where pictures of both their ends serve the places within', () => {
    // Pictures up to 95 m and from 200 m on, looked for within 50 m, frames every 20 m.
    const near = (i: number) => (i * 20 <= 145 ? Math.min(95, i * 20) : Math.max(200, i * 20));
    const candidates = Array.from({ length: 16 }, (_, i) => [sighting(`at ${near(i)}`, at(near(i)))]);
    expect(summaryOf(candidates, { spacing: 20 }).gaps).toEqual([{ from: 100, to: 160, reason: 'repeated' }]);
  });

  test('where frames are wanted far apart, one missing is no leap', () => {
    const candidates = Array.from({ length: 10 }, (_, i) => (i === 4 || i > 7 ? [] : here(i, 100)));
    expect(summaryOf(candidates, { spacing: 100 }).gaps).toEqual([]);
  });

  test('nothing scouted, no gaps', () => {
    expect(summaryOf([])).toMatchObject({ places: 0, gaps: [], suggestion: null });
  });
});

describe('price and bytes', () => {
  const frames = (count: number) => Array.from({ length: count }, (_, i) => [sighting(`at ${i}`, at(i * 5))]);

  test('a free source has no price; bytes as published', () => {
    // 10 panoramas of 264,000 bytes
    expect(summaryOf(frames(10))).toMatchObject({ price: null, bytes: 2_640_000 });
  });

  test('bytes as measured where they were', () => {
    expect(summaryOf(frames(10), { measured: 1000 }).bytes).toBe(10_000);
    expect(summaryOf(frames(10), { facts: SOURCE_FACTS.mapillary }).bytes).toBeNull();
  });

  test('a whole picture that is shown twice is downloaded once, a rendered view each time', () => {
    const twice = (projection: Sighting['projection']) => [0, 0].map(() => [sighting('a', at(0), { projection })]);
    const rules = { dedupe: false };
    expect(summaryOf(twice('panorama'), { rules, measured: 1000 }).bytes).toBe(1000);
    expect(summaryOf(twice('view'), { rules, measured: 1000 }).bytes).toBe(2000);
  });

  test('flat Street View: $7 for a thousand frames, 10,000 of them free a month', () => {
    expect(summaryOf(frames(300), { facts: SOURCE_FACTS.streetview }).price).toMatchObject({
      units: 300,
      withinFree: true,
      least: 0,
      most: 2.1,
    });
  });

  test('panoramas take nine tiles each; beyond what is free they cost even the thrifty', () => {
    const facts = { ...SOURCE_FACTS.streetview_tiles };
    const { price } = summaryOf(frames(200), {
      facts: { ...facts, price: facts.price && { ...facts.price, freePerMonth: 1000 } },
    });
    // 1,800 tiles at $2 a thousand, 800 of them beyond the free ones
    expect(price).toMatchObject({ units: 1800, withinFree: false, least: 1.6, most: 3.6 });
  });
});
