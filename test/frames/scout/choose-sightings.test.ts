import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Sighting } from '../../../src/frames/imagery.ts';
import { chooseSightings } from '../../../src/frames/scout/choose-sightings.ts';
import type { ScoutedPlace } from '../../../src/frames/scout/scouted.ts';
import { cpuTime } from '../../support/cpu-time.ts';
import { at, driveEast, RULES, sighting } from './places.ts';

const ids = (scouted: readonly ScoutedPlace[]) => scouted.map((each) => each.sighting?.id ?? null);
const states = (scouted: readonly ScoutedPlace[]) => scouted.map(({ state }) => state);

/** One place with these pictures near it. */
const choose = (candidates: Sighting[], rules = {}) =>
  chooseSightings(driveEast(1), [candidates], { ...RULES, ...rules });

describe('one place', () => {
  test('takes the nearest picture and tells its distance', () => {
    const [found] = choose([sighting('near', at(3, 4)), sighting('far', at(0, 12))]);
    expect(found).toMatchObject({ state: 'found', sighting: { id: 'near' } });
    expect(found?.distance).toBeCloseTo(5, 3);
  });

  test('without pictures is a gap', () => {
    expect(choose([])).toMatchObject([{ state: 'gap', sighting: null, distance: null }]);
  });

  test.each(['indoor', 'contributed'] as const)(
    'with nothing but %s pictures is unfit, unless those are wanted',
    (kind) => {
      const candidates = [sighting('inside', at(1), { kind })];
      expect(choose(candidates)).toMatchObject([{ state: 'unfit', sighting: { id: 'inside' } }]);
      expect(choose(candidates, { outdoorOnly: false })).toMatchObject([{ state: 'found' }]);
    },
  );

  test.each([
    // the camera looks east and sees 45° to each side
    [90, 'found'],
    [134.9, 'found'],
    [45.1, 'found'],
    [135.1, 'unfit'],
    [44.9, 'unfit'],
    [270, 'unfit'],
    [null, 'unfit'],
  ])('a flat picture that looks to %s is %s', (heading, state) => {
    expect(states(choose([sighting('flat', at(1), { projection: 'flat', heading })]))).toEqual([state]);
  });

  test('a flat picture may look the camera’s way across north', () => {
    const north = [{ position: at(0), along: 0, heading: 350 }];
    const flat = sighting('flat', at(1), { projection: 'flat', heading: 20 });
    expect(states(chooseSightings(north, [[flat]], RULES))).toEqual(['found']);
  });

  test.each(['panorama', 'view'] as const)('the heading of a %s does not matter', (projection) => {
    expect(states(choose([sighting('all', at(1), { projection, heading: 270 })]))).toEqual(['found']);
  });

  test('prefers what is fit to what is near', () => {
    const candidates = [
      sighting('inside', at(1), { kind: 'indoor', date: '2020' }),
      sighting('old', at(2), { date: '2010' }),
      sighting('fit', at(30), { date: '2020-05' }),
    ];
    expect(choose(candidates, { from: '2019' })).toMatchObject([{ state: 'found', sighting: { id: 'fit' } }]);
  });

  test('with fit pictures of other years alone says so, even where something unfit is nearer', () => {
    const candidates = [sighting('inside', at(1), { kind: 'indoor' }), sighting('old', at(2), { date: '2010' })];
    expect(choose(candidates, { from: '2019' })).toMatchObject([{ state: 'other-years', sighting: { id: 'old' } }]);
  });
});

describe('dates', () => {
  test.each([
    // date, from, to, inside
    ['2021-12-31', '2021', '2021', true],
    ['2021-01-01', '2021', '2021', true],
    ['2020-12-31', '2021', null, false],
    ['2022-01-01', null, '2021', false],
    ['2021-06', '2021-06-15', null, true],
    ['2021-05', '2021-06-15', null, false],
    ['2021', '2021-06', '2021-08', true],
    ['2021-06-30', null, '2021-06', true],
    ['2021-07-01', null, '2021-06', false],
    ['2021-06-15', '2021-06-15', '2021-06-15', true],
    ['2021-06-14', '2021-06-15', null, false],
    [null, null, null, true],
    [null, '2007', null, false],
  ])('%s from %s to %s: %s', (date, from, to, inside) => {
    const candidates = [sighting('one', at(1), { date })];
    expect(states(choose(candidates, { from, to }))).toEqual([inside ? 'found' : 'other-years']);
  });
});

describe('repeats', () => {
  const twice = [[sighting('a', at(2))], [sighting('a', at(2))], [sighting('b', at(10))]];

  test('the picture of the place before is a repeat', () => {
    expect(states(chooseSightings(driveEast(3), twice, RULES))).toEqual(['found', 'repeated', 'found']);
  });

  test('it is kept where a person wants it', () => {
    const scouted = chooseSightings(driveEast(3), twice, { ...RULES, dedupe: false });
    expect(states(scouted)).toEqual(['found', 'found', 'found']);
  });

  test('what moved too little is compared with the last place found, not with the last repeat', () => {
    const creeping = [0, 0.4, 0.8, 1.2, 1.6].map((east) => [sighting(`at ${east}`, at(east))]);
    const scouted = chooseSightings(driveEast(5, 0.4), creeping, RULES);
    expect(states(scouted)).toEqual(['found', 'repeated', 'repeated', 'found', 'repeated']);
  });

  test('a picture comes again across a gap: still a repeat', () => {
    const candidates = [[sighting('a', at(2))], [], [sighting('a', at(2))]];
    expect(states(chooseSightings(driveEast(3), candidates, RULES))).toEqual(['found', 'gap', 'repeated']);
  });

  test('a street that is driven again is no repeat', () => {
    const back = [...driveEast(3), ...driveEast(2)];
    const pictures = [0, 5, 10, 0, 5].map((east) => [sighting(`at ${east}`, at(east))]);
    expect(states(chooseSightings(back, pictures, RULES))).toEqual(Array(5).fill('found'));
  });
});

describe('a drive', () => {
  /** Two passes of one street, now one, now the other a little nearer. */
  function twoPasses(count: number, one: Partial<Sighting>, other: Partial<Sighting>) {
    return driveEast(count).map(({ along }, i) => {
      const near = i % 2 === 0 ? 1 : 4;
      const pair = [sighting(`one ${i}`, at(along, near), one), sighting(`other ${i}`, at(along, near - 5), other)];
      return near === 1 ? pair : pair.reverse();
    });
  }

  test('stays with one pass where two are nearer in turn', () => {
    const candidates = twoPasses(20, { sequence: 'a', date: '2019-05-01' }, { sequence: 'b', date: '2023-08-01' });
    const passes = new Set(ids(chooseSightings(driveEast(20), candidates, RULES)).map((id) => id?.split(' ')[0]));
    expect(passes.size).toBe(1);
  });

  test('takes the nearest where nothing ties pictures together but chance', () => {
    const candidates = twoPasses(20, { sequence: 'a', date: '2019-05-01' }, { sequence: 'a', date: '2019-05-01' });
    const nearest = candidates.map(([first]) => first?.id);
    expect(ids(chooseSightings(driveEast(20), candidates, RULES))).toEqual(nearest);
  });

  test('leaves a pass that turns off', () => {
    const drive = driveEast(20);
    const candidates = drive.map(({ along }, i) => {
      const off = i < 10 ? 1 : 1 + (i - 9) * 5;
      const pair = [
        sighting(`leaves ${i}`, at(along, off), { sequence: 'a', date: '2019-05-01' }),
        sighting(`stays ${i}`, at(along, 3), { sequence: 'b', date: '2023-08-01' }),
      ];
      return off <= 3 ? pair : pair.reverse();
    });
    const chosen = ids(chooseSightings(drive, candidates, RULES));
    expect(chosen.slice(0, 10).every((id) => id?.startsWith('leaves'))).toBe(true);
    expect(chosen.slice(-8).every((id) => id?.startsWith('stays'))).toBe(true);
    const changes = chosen.filter((id, i) => i > 0 && id?.split(' ')[0] !== chosen[i - 1]?.split(' ')[0]);
    expect(changes).toHaveLength(1);
  });

  test('where it must change, changes to the same day before another year', () => {
    const candidates = [
      [sighting('first', at(0), { sequence: 'a', date: '2019-05-01' })],
      [
        sighting('other year', at(5, 2), { sequence: 'b', date: '2023-08-01' }),
        sighting('same year', at(5, 8), { sequence: 'c', date: '2019-09-01' }),
        sighting('same day', at(5, 9), { sequence: 'd', date: '2019-05-01' }),
      ],
    ];
    expect(ids(chooseSightings(driveEast(2), candidates, RULES))).toEqual(['first', 'same day']);
  });

  test('holds on across a gap', () => {
    const pair = (i: number) => [
      sighting(`b ${i}`, at(i * 5, 1), { sequence: 'b', date: '2023' }),
      sighting(`a ${i}`, at(i * 5, 3), { sequence: 'a', date: '2019' }),
    ];
    const onlyA = (i: number) => [sighting(`a ${i}`, at(i * 5, 3), { sequence: 'a', date: '2019' })];
    const candidates = [onlyA(0), [], pair(2), [], onlyA(4)];
    expect(ids(chooseSightings(driveEast(5), candidates, RULES))).toEqual(['a 0', null, 'a 2', null, 'a 4']);
  });

  test('is the cheapest of all: checked against every combination', () => {
    const picture = fc.record({
      north: fc.integer({ min: 0, max: 40 }),
      sequence: fc.constantFrom(null, 'a', 'b'),
      date: fc.constantFrom(null, '2019-05-01', '2019-06-01', '2023-05-01'),
    });
    const places = fc.array(fc.array(picture, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(places, (pictures) => {
        const candidates = pictures.map((ofPlace, i) =>
          ofPlace.map(({ north, ...more }, k) => sighting(`${i} ${k}`, at(i * 5, north), more)),
        );
        const scouted = chooseSightings(driveEast(pictures.length), candidates, {
          ...RULES,
          dedupe: false,
          minMove: 0,
        });
        const chosen = scouted.map((each) => each.sighting as Sighting);
        const least = Math.min(...everyWay(candidates).map(costOf));
        expect(costOf(chosen)).toBeCloseTo(least, 2);
      }),
      { numRuns: 300 },
    );
  });
});

/** The metres of a whole choice by the rule in words: distance, and for each change 0, 6, 12 or 20. */
function costOf(chosen: readonly Sighting[]): number {
  return chosen.reduce((sum, { sequence, date, position }, i) => {
    const metres = position.lat * 111_195.0802;
    const before = chosen[i - 1];
    if (!before) return metres;
    if (sequence !== null && sequence === before.sequence) return sum + metres;
    if (date === null || before.date === null || date.slice(0, 4) !== before.date.slice(0, 4)) return sum + metres + 20;
    return sum + metres + (date === before.date ? 6 : 12);
  }, 0);
}

function everyWay<T>(options: readonly (readonly T[])[]): T[][] {
  return options.reduce<T[][]>((ways, here) => ways.flatMap((way) => here.map((each) => [...way, each])), [[]]);
}

test('places that are not answered yet are left out', () => {
  const candidates = [[sighting('a', at(0))], null, [sighting('c', at(10))]];
  const scouted = chooseSightings(driveEast(3), candidates, RULES);
  expect(scouted.map(({ place }) => place.along)).toEqual([0, 10]);
});

test('5,000 places with 40 pictures each are chosen within seconds', () => {
  const drive = driveEast(5000);
  const candidates = drive.map(({ along }, i) =>
    Array.from({ length: 40 }, (_, k) =>
      sighting(`${i} ${k}`, at(along, k), { sequence: `s${k}`, date: `${2007 + (k % 18)}-05-01` }),
    ),
  );
  let scouted: ReturnType<typeof chooseSightings> = [];
  expect(
    cpuTime(() => {
      scouted = chooseSightings(drive, candidates, RULES);
    }),
  ).toBeLessThan(20_000);
  expect(states(scouted).every((state) => state === 'found')).toBe(true);
});
