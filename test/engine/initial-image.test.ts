import { describe, expect, it } from 'vitest';
import { type InitialOptions, initialImage } from '../../src/engine/initial-image.ts';
import { largestDifference } from '../support/floats.ts';
import { waves } from '../support/images.ts';

const content = waves(24, 16, 1);
const style = waves(40, 40, 2);
const options: InitialOptions = { content, style, mean: [123.68, 116.779, 103.939], noiseRatio: 1, seed: 7 };
const noise = (given: Partial<InitialOptions> = {}) => initialImage('random', { ...options, ...given });

describe('initialImage', () => {
  it('`content` is the photograph', () => {
    expect(initialImage('content', options)).toEqual(content);
  });

  it('`gray` is the mean of the weights everywhere, whatever the noise ratio', () => {
    const { data } = initialImage('gray', { ...options, noiseRatio: 0.3 });
    expect(data).toHaveLength(content.data.length);
    expect([...data].every((v, i) => v === Math.fround(options.mean[i % 3]!))).toBe(true);
  });

  it('`random` is uniform noise of ±20 around the mean, mean-subtracted as the network sees it', () => {
    const { data } = noise();
    const offsets = [...data].map((v, i) => v - options.mean[i % 3]!);
    expect(offsets.every((v) => Math.abs(v) <= 20.0001)).toBe(true);
    expect(Math.max(...offsets)).toBeGreaterThan(19);
    expect(Math.min(...offsets)).toBeLessThan(-19);
    // Five standard errors of 1152 values of deviation 40/√12.
    const mean = offsets.reduce((a, b) => a + b, 0) / offsets.length;
    expect(Math.abs(mean)).toBeLessThan((5 * 40) / Math.sqrt(12 * offsets.length));
  });

  it('`random` mixes noise and photograph by the ratio: r·U(−20, 20) + (1 − r)·content', () => {
    expect(largestDifference(noise({ noiseRatio: 0 }).data, content.data)).toBeLessThan(1e-4);
    const quarter = noise({ noiseRatio: 0.25 }).data;
    const whole = noise().data;
    const expected = whole.map((v, i) => {
      const m = options.mean[i % 3]!;
      return m + 0.25 * (v - m) + 0.75 * (content.data[i]! - m);
    });
    expect(largestDifference(quarter, expected)).toBeLessThan(1e-3);
  });

  it('`random` is the same for the same seed and another for another', () => {
    expect(noise()).toEqual(noise());
    expect(largestDifference(noise().data, noise({ seed: 8 }).data)).toBeGreaterThan(1);
  });

  it('`style` is the middle of the painting in the photograph’s shape and size', () => {
    // A painting with a black frame above and below: what is left of it is the middle.
    const painting = {
      ...style,
      data: style.data.map((_, i) => (Math.abs(Math.floor(i / 120) - 19.5) < 14 ? 100 : 0)),
    };
    const start = initialImage('style', { ...options, style: painting });
    expect(start).toMatchObject({ width: 24, height: 16, channels: 3 });
    expect(largestDifference(start.data, new Float32Array(24 * 16 * 3).fill(100))).toBeLessThan(1e-3);
  });

  it.each(['random', 'style', 'gray'] as const)('`%s` has the photograph’s size, 1 px included', (kind) => {
    for (const [width, height] of [
      [1, 1],
      [1, 9],
      [9, 1],
    ] as const) {
      const start = initialImage(kind, { ...options, content: waves(width, height) });
      expect(start).toMatchObject({ width, height });
      expect([...start.data].every(Number.isFinite)).toBe(true);
    }
  });
});
