import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/core/random.ts';
import { createSweeper, followField } from '../../../src/project/styles/brush.ts';
import { createCanvas, toImage } from '../../../src/project/styles/canvas.ts';
import { cellsOf } from '../../../src/project/styles/cells.ts';
import { lightRelief } from '../../../src/project/styles/light.ts';
import { createNoise } from '../../../src/project/styles/noise.ts';
import { mixPaint, nearestColour, pigment, ramp } from '../../../src/project/styles/palette.ts';
import { fillPolygon, polygonArea, splitPolygon } from '../../../src/project/styles/polygon.ts';
import { strew } from '../../../src/project/styles/scatter.ts';
import { traceEvenly } from '../../../src/project/styles/streamlines.ts';

describe('paints', () => {
  it('mixes blue and yellow to a green', () => {
    const [red, green, blue] = mixPaint(pigment('2050e0'), pigment('f0e020'), 0.5);
    expect(green).toBeGreaterThan(red);
    expect(green).toBeGreaterThan(blue);
  });

  it('runs along a ramp and stops at its ends', () => {
    const stops = [pigment('000000'), pigment('ff0000'), pigment('ffffff')];
    expect(ramp(stops, -1)).toEqual([0, 0, 0]);
    expect(ramp(stops, 0.5)).toEqual([1, 0, 0]);
    expect(ramp(stops, 0.25)[0]).toBeCloseTo(0.5);
    expect(ramp(stops, 2)).toEqual([1, 1, 1]);
  });

  it('picks the nearest pigment', () => {
    const palette = [pigment('ff0000'), pigment('00ff00'), pigment('0000ff')];
    expect(nearestColour(palette, 0.2, 0.3, 0.9)).toBe(palette[2]);
  });
});

describe('noise', () => {
  it('stays in its range, has no bias and repeats with its seed', () => {
    const noise = createNoise(3);
    const again = createNoise(3);
    let sum = 0;
    for (let i = 0; i < 4000; i++) {
      const value = noise.fractal(i * 0.37, i * 0.113, 3);
      expect(again.fractal(i * 0.37, i * 0.113, 3)).toBe(value);
      // Gradients of length 1.5 reach 1.5·√½ ≈ 1.06 at most.
      expect(Math.abs(value)).toBeLessThan(1.1);
      sum += value;
    }
    // The values correlate over a few samples; 0.05 is about four standard errors.
    expect(Math.abs(sum / 4000)).toBeLessThan(0.05);
  });

  it('is continuous across its lattice lines', () => {
    const noise = createNoise(4);
    for (let x = -3; x < 4; x++) expect(noise.at(x - 1e-7, 0.4)).toBeCloseTo(noise.at(x + 1e-7, 0.4), 5);
  });
});

describe('the brush', () => {
  it('visits every pixel of a stroke once, ordered along and across', () => {
    const seen = new Map<number, { along: number; across: number; coverage: number }>();
    createSweeper(40, 20).sweep([5, 10, 20, 10, 35, 10], 4, (pixel, along, across, coverage) => {
      expect(seen.has(pixel)).toBe(false);
      seen.set(pixel, { along, across, coverage });
    });
    // A bar of 30 × 8 with round ends of radius 4; the rim pixels count in part.
    const area = [...seen.values()].reduce((sum, { coverage }) => sum + coverage, 0);
    expect(Math.abs(area - (30 * 8 + Math.PI * 16))).toBeLessThan(4);
    expect(seen.get(10 * 40 + 8)!.along).toBeLessThan(seen.get(10 * 40 + 30)!.along);
    expect(Math.sign(seen.get(7 * 40 + 20)!.across)).toBe(-Math.sign(seen.get(12 * 40 + 20)!.across));
  });

  it('forgets one stroke before the next', () => {
    const sweeper = createSweeper(30, 30);
    const count = (path: readonly number[]) => {
      let pixels = 0;
      sweeper.sweep(path, 3, () => {
        pixels++;
      });
      return pixels;
    };
    const first = count([5, 15, 25, 15]);
    count([15, 5, 15, 25]);
    expect(count([5, 15, 25, 15])).toBe(first);
  });

  it('follows a field both ways from its place', () => {
    const path = followField(() => 0, 50, 20, 40, 2);
    expect(path.slice(0, 2)).toEqual([30, 20]);
    expect(path.slice(-2)).toEqual([70, 20]);
  });
});

describe('raking light', () => {
  it('brightens slopes that face it and darkens those behind', () => {
    const canvas = createCanvas({ width: 21, height: 5 }, [0.5, 0.5, 0.5]);
    for (let i = 0; i < canvas.relief.length; i++) canvas.relief[i] = 3 - Math.abs((i % 21) - 10) * 0.3;
    lightRelief(canvas, { angle: Math.PI, strength: 1, gloss: 0 });
    const image = toImage(canvas);
    const at = (column: number) => image.data[(2 * 21 + column) * 4]!;
    expect(at(5)).toBeGreaterThan(128);
    expect(at(15)).toBeLessThan(127);
  });
});

describe('shapes', () => {
  const square = [0, 0, 12, 0, 12, 12, 0, 12];

  it('splits a polygon without losing area', () => {
    const parts = splitPolygon(square, 5, 6, 0.7);
    expect(parts).toHaveLength(2);
    expect(parts.reduce((sum, part) => sum + polygonArea(part), 0)).toBeCloseTo(144, 6);
    expect(splitPolygon(square, 40, 6, Math.PI / 2)).toHaveLength(1);
  });

  it('fills a polygon and measures the way to its edge', () => {
    const insets = new Map<number, number>();
    fillPolygon(20, 20, square, (pixel, _column, _row, inset) => insets.set(pixel, inset));
    expect(insets.get(6 * 20 + 6)).toBeCloseTo(5.5);
    expect(insets.get(6 * 20 + 1)).toBeCloseTo(1.5);
    expect(insets.has(6 * 20 + 15)).toBe(false);
  });

  it('fills both halves of a split: the turning sense survives the cut', () => {
    for (const part of splitPolygon(square, 6, 6, 0.3)) {
      let pixels = 0;
      fillPolygon(20, 20, part, (_pixel, _column, _row, inset) => {
        if (inset >= 0) pixels++;
      });
      // Half of 144, give or take the pixels along the cut.
      expect(Math.abs(pixels - 72)).toBeLessThan(10);
    }
  });

  it('finds the owner and border of each cell as a search over all sites does', () => {
    const random = createRandom(5);
    const sites = Array.from({ length: 60 }, () => ({ x: random.uniform(-5, 65), y: random.uniform(-5, 45) }));
    const cells = cellsOf(60, 40, sites);
    for (let pixel = 0; pixel < 2400; pixel += 7) {
      const x = (pixel % 60) + 0.5;
      const y = Math.floor(pixel / 60) + 0.5;
      const far = sites.map((site) => Math.hypot(site.x - x, site.y - y));
      const owner = far.indexOf(Math.min(...far));
      expect(cells.nearest[pixel]).toBe(owner);
      const own = sites[owner]!;
      const borders = sites.map((site, i) =>
        i === owner ? Infinity : (far[i]! ** 2 - far[owner]! ** 2) / 2 / Math.hypot(site.x - own.x, site.y - own.y),
      );
      expect(cells.rim[pixel]).toBeCloseTo(Math.min(...borders), 3);
    }
  });
});

describe('lines and places', () => {
  it('strews places over the whole canvas', () => {
    const places = strew(100, 60, 10, 0.8, createRandom(2));
    for (let x = 0; x < 100; x += 20) {
      for (let y = 0; y < 60; y += 20) {
        expect(places.some((p) => p.x >= x && p.x < x + 20 && p.y >= y && p.y < y + 20)).toBe(true);
      }
    }
  });

  it('keeps lines apart and inside what is wanted', () => {
    const spacing = 5;
    const lines = traceEvenly(
      { width: 100, height: 60, direction: () => 0.4, wanted: (x) => x < 50, spacing, length: 40 },
      strew(100, 60, spacing, 0.8, createRandom(2)),
    );
    expect(lines.length).toBeGreaterThan(8);
    lines.forEach((line, i) => {
      for (let k = 0; k < line.length; k += 2) {
        expect(line[k]).toBeLessThan(50);
        for (const other of lines.slice(0, i)) {
          for (let m = 0; m < other.length; m += 2) {
            const gap = Math.hypot(line[k]! - other[m]!, line[k + 1]! - other[m + 1]!);
            // Lines claim whole pixels out to 3 px of 5, less up to a pixel and a half for rounding at both ends.
            expect(gap).toBeGreaterThan(1.5);
          }
        }
      }
    });
  });
});
