import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { View } from '../../../src/frames/imagery.ts';
import { outsideShare } from '../../../src/frames/projection/outside.ts';
import { real } from '../../support/reals.ts';
import { layoutOf, WHOLE } from './sphere.ts';

const viewOf = (change: Partial<View> = {}): View => ({
  heading: 0,
  pitch: 0,
  fov: 90,
  width: 640,
  height: 360,
  ...change,
});

describe('the share of a view outside of its panorama', () => {
  it('is none where the panorama is whole', () => {
    fc.assert(
      fc.property(real(0, 360), real(-90, 90), real(10, 120), real(-180, 180), (heading, pitch, fov, roll) => {
        expect(outsideShare(layoutOf({ roll }), viewOf({ heading, pitch, fov }))).toBe(0);
      }),
    );
  });

  it('is half where the view looks along an edge', () => {
    // From north to south, clockwise.
    const half = layoutOf({ covers: { ...WHOLE, left: 0.5, right: 1 } });
    expect(outsideShare(half, viewOf({ heading: 0 }))).toBeCloseTo(0.5, 2);
    expect(outsideShare(half, viewOf({ heading: 180 }))).toBeCloseTo(0.5, 2);
    expect(outsideShare(half, viewOf({ heading: 90 }))).toBe(0);
    expect(outsideShare(half, viewOf({ heading: 270 }))).toBe(1);
    const sky = layoutOf({ covers: { ...WHOLE, bottom: 0.5 } });
    expect(outsideShare(sky, viewOf())).toBeCloseTo(0.5, 2);
  });

  it('is what trigonometry says of a level edge below the horizon', () => {
    // Down to 20° below, seen in a column so narrow that the edge is level in it, and 60° high.
    const layout = layoutOf({ covers: { ...WHOLE, bottom: 0.5 + 20 / 180 } });
    const tangent = (degrees: number) => Math.tan((degrees * Math.PI) / 180);
    const height = Math.round(tangent(30) / tangent(0.05));
    const expected = (tangent(30) - tangent(20)) / (2 * tangent(30));
    expect(outsideShare(layout, viewOf({ fov: 0.1, width: 1, height }))).toBeCloseTo(expected, 2);
  });

  it('does not change when both turn together, by heading', () => {
    const covers = { left: 0.2, top: 0.3, right: 0.6, bottom: 0.8 };
    fc.assert(
      fc.property(real(0, 360), real(0, 360), real(-60, 60), (heading, by, pitch) => {
        const one = outsideShare(layoutOf({ covers }), viewOf({ heading, pitch }));
        const other = outsideShare(layoutOf({ covers, heading: by }), viewOf({ heading: heading + by, pitch }));
        expect(other).toBeCloseTo(one, 2);
      }),
    );
  });
});
