import { describe, expect, it } from 'vitest';
import { PleinAirError } from '../../../src/core/errors.ts';
import type { RgbaImage } from '../../../src/core/image.ts';
import { builtInStyles, parseBuiltInName, renderBuiltInStyle } from '../../../src/project/styles/built-in-styles.ts';
import { distance, fingerprint, tileDeviations } from './statistics.ts';

const small = { width: 96, height: 72 };

describe.each(builtInStyles.map((style) => [style.id, style] as const))('built-in style %s', (_id, style) => {
  it.each([small, { width: 37, height: 53 }, { width: 5, height: 3 }, { width: 1, height: 1 }])(
    'fills $width × $height pixels, opaque',
    (size) => {
      const image = style.render(size, 1);
      expect({ width: image.width, height: image.height }).toEqual(size);
      expect(image.data.length).toBe(size.width * size.height * 4);
      expect(image.data.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true);
    },
  );

  it('gives the same bytes for the same seed and others for another', () => {
    const image = style.render(small, 7);
    expect(style.render(small, 7).data).toEqual(image.data);
    const other = style.render(small, 8).data;
    const changed = other.reduce((count, value, i) => count + (value === image.data[i] ? 0 : 1), 0);
    // Three of four bytes can change; a new seed is a new picture, so most of them must.
    expect(changed).toBeGreaterThan(other.length * 0.4);
  });

  it('has strokes everywhere: no tile of 16 × 16 is flat', () => {
    // Over four seeds the flattest tile of any style had 5.1 grey levels, in a dark corner of the swirls; an even coat has 0.
    expect(Math.min(...tileDeviations(style.render({ width: 256, height: 192 }, 1), 16))).toBeGreaterThan(4);
  });

  it('describes itself for a person', () => {
    expect(style.id).toMatch(/^[a-z]+$/);
    expect(style.title.length).toBeGreaterThan(3);
    expect(style.description).toMatch(/^[A-Z].{20,100}\.$/);
  });
});

describe('the set of built-in styles', () => {
  it('has ids that differ', () => {
    expect(new Set(builtInStyles.map((style) => style.id)).size).toBe(builtInStyles.length);
  });

  it('differs from style to style more than from seed to seed', () => {
    const size = { width: 128, height: 96 };
    const prints = builtInStyles.map((style) => [1, 2].map((seed) => fingerprint(style.render(size, seed))));
    for (let a = 0; a < prints.length; a++) {
      // Seeds of one style lie up to 27 apart, the nearest two styles 38 (dots and pastel).
      const own = Math.max(distance(prints[a]![0]!, prints[a]![1]!), 30);
      for (let b = 0; b < prints.length; b++) {
        if (a === b) continue;
        expect(
          distance(prints[a]![0]!, prints[b]![0]!),
          `${builtInStyles[a]!.id} – ${builtInStyles[b]!.id}`,
        ).toBeGreaterThan(own);
      }
    }
  });
});

describe('renderBuiltInStyle', () => {
  it('paints the style of the id', () => {
    const expected: RgbaImage = builtInStyles[2]!.render(small, 5);
    expect(renderBuiltInStyle(builtInStyles[2]!.id, small, 5).data).toEqual(expected.data);
  });

  it('names the styles there are when asked for another', () => {
    const ask = () => renderBuiltInStyle('rembrandt', small);
    expect(ask).toThrow(PleinAirError);
    expect(ask).toThrow(/rembrandt/);
    try {
      ask();
    } catch (error) {
      for (const style of builtInStyles) expect((error as PleinAirError).remedy).toContain(`built-in:${style.id}`);
    }
  });

  it.each([0, -3, 2.5, Number.NaN])('refuses a side of %s', (width) => {
    expect(() => renderBuiltInStyle('dots', { width, height: 20 })).toThrow(PleinAirError);
  });
});

describe('parseBuiltInName', () => {
  it('takes the id out of a built-in name and leaves file names alone', () => {
    expect(parseBuiltInName('built-in:swirls')).toBe('swirls');
    expect(parseBuiltInName('built-in:')).toBe('');
    expect(parseBuiltInName('picasso_seated_nude.jpg')).toBeUndefined();
    expect(parseBuiltInName('paintings/built-in:swirls')).toBeUndefined();
  });
});
