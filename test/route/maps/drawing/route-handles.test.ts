import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_HANDLES, routeHandles, withEdit } from '../../../../src/route/maps/drawing/route-handles.ts';

const winding = (vertices: number) =>
  Array.from({ length: vertices }, (_, i) => ({ lat: 55.7 + Math.sin(i / 37) / 200, lng: 13.18 + i / 300_007 }));

describe('handles of a route', () => {
  it('gives every vertex a handle where there are few, to nine decimals', () => {
    const route = [
      { lat: 1 / 3, lng: 2 / 3 },
      { lat: 0.5, lng: 0.75 },
    ];
    expect(routeHandles(route, 9)).toEqual({
      line: [
        [0.666666667, 0.333333333],
        [0.75, 0.5],
      ],
      kept: [0, 1],
    });
  });

  it('keeps unrounded what was not touched', () => {
    const route = [
      { lat: 1 / 3, lng: 2 / 3 },
      { lat: 0.5, lng: 0.75 },
      { lat: 1 / 7, lng: 1 / 9 },
    ];
    const handles = routeHandles(route, 9);
    const edited = handles.line.map((position, i) => (i === 1 ? [0.8, 0.6] : position));
    expect(withEdit(route, handles, edited).points).toEqual([route[0], { lat: 0.6, lng: 0.8 }, route[2]]);
  });

  it('moves, inserts and deletes in a thinned route: the way beside the edit is straight, the rest is as it was', () => {
    const route = winding(5000);
    const handles = routeHandles(route, 9);
    const { line, kept } = handles;
    expect(line.length).toBeLessThanOrEqual(MOST_HANDLES);
    const at = 100;
    const [before = 0, , after = 0] = kept.slice(at - 1, at + 2);
    const rest = [route.slice(0, before + 1), route.slice(after)] as const;

    const moved = withEdit(route, handles, line.with(at, [13.2, 55.8]));
    expect(moved.points).toEqual([...rest[0], { lat: 55.8, lng: 13.2 }, ...rest[1]]);

    const inserted = withEdit(route, handles, [...line.slice(0, at), [13.2, 55.8], ...line.slice(at)]);
    expect(inserted.points).toEqual([...rest[0], { lat: 55.8, lng: 13.2 }, ...route.slice(kept[at])]);

    const deleted = withEdit(route, handles, line.toSpliced(at, 1));
    expect(deleted.points).toEqual([...rest[0], ...rest[1]]);
  });

  it('stays true to the route through any row of edits', () => {
    const edit = fc.record({
      kind: fc.constantFrom('move', 'insert', 'delete'),
      where: fc.nat(),
      lng: fc.integer({ min: 0, max: 99 }),
    });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 700 }), fc.array(edit, { maxLength: 8 }), (vertices, edits) => {
        let route = winding(vertices);
        let handles = routeHandles(route, 9);
        for (const { kind, where, lng } of edits) {
          const at = where % handles.line.length;
          const fresh = [20 + lng / 100, 60];
          const edited =
            kind === 'move'
              ? handles.line.with(at, fresh)
              : kind === 'insert'
                ? handles.line.toSpliced(at, 0, fresh)
                : handles.line.length > 2
                  ? handles.line.toSpliced(at, 1)
                  : handles.line;
          ({ points: route, handles } = withEdit(route, handles, edited));
          expect(handles.line).toEqual(edited);
          // Each handle stands at the vertex that it says.
          expect(handles.kept).toHaveLength(edited.length);
          for (const [i, index] of handles.kept.entries()) {
            expect(route[index]?.lng).toBeCloseTo(edited[i]?.[0] ?? Number.NaN, 8);
            expect(route[index]?.lat).toBeCloseTo(edited[i]?.[1] ?? Number.NaN, 8);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
