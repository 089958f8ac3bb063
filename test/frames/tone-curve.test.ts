import { describe, expect, it } from 'vitest';
import {
  applyTone,
  exposureChange,
  type ToneCurve,
  tintChange,
  toneValue,
  warmthChange,
} from '../../src/frames/tone-curve.ts';
import { balanceWords, toneWords } from '../../src/frames/tone-words.ts';

const grey = (gain: number, gamma = 1): ToneCurve => ({ gain: [gain, gain, gain], gamma: [gamma, gamma, gamma] });

describe('a tone curve', () => {
  it('multiplies around mid grey, bends the contrast there, and keeps black', () => {
    expect(toneValue(grey(1.2), 100, 0)).toBeCloseTo(120, 9);
    expect(toneValue(grey(1, 1.2), 128, 0)).toBeCloseTo(128, 9);
    expect(toneValue(grey(1, 1.2), 64, 0)).toBeCloseTo(128 * 0.5 ** 1.2, 9);
    expect(toneValue(grey(0.7), 0, 0)).toBe(0);
  });

  it.each([grey(0.6), grey(1.6), grey(0.8, 1.25), grey(1.2, 0.8)])('rises everywhere and keeps white: %o', (tone) => {
    const values = Array.from({ length: 256 }, (_, value) => toneValue(tone, value, 1));
    for (let i = 1; i < 256; i++) expect(values[i]!).toBeGreaterThanOrEqual(values[i - 1]!);
    // A sky that was clipped has no light of its own that could be taken away.
    expect(values[255]).toBe(255);
  });

  it('changes each channel of an image by itself, between whole values too', () => {
    const image = { width: 1, height: 2, channels: 3, data: Float32Array.of(100, 100, 100, 40.5, 255, 0) };
    const { data } = applyTone(image, { gain: [1.1, 1, 0.9], gamma: [1, 1, 1] });
    [110, 100, 90, 44.55, 255, 0].forEach((value, i) => {
      expect(data[i]).toBeCloseTo(value, 4);
    });
  });

  it('is told in the words of photographers', () => {
    // Twice the linear light: 2^(1/2.4) in the values of sRGB, but for its offset.
    expect(exposureChange(grey(1.355))).toBeCloseTo(1, 1);
    expect(exposureChange(grey(1))).toBe(0);
    expect(exposureChange(grey(0.9))).toBeLessThan(0);
    const warm: ToneCurve = { gain: [1.1, 1, 0.9], gamma: [1, 1, 1] };
    expect(warmthChange(warm)).toBeGreaterThan(0.5);
    expect(tintChange({ gain: [1, 1.1, 1], gamma: [1, 1, 1] })).toBeGreaterThan(0.2);
    expect(toneWords(warm)).toBe('±0 EV, warmer');
    expect(toneWords({ gain: [0.85, 0.8, 0.85], gamma: [1, 1, 1] })).toBe('−0.6 EV, more magenta');
    expect(toneWords(null)).toBe('as taken');
    expect(balanceWords([grey(1.1), null, grey(0.95)])).toBe('exposure −0.2 … +0.3 EV over 3 frames');
    expect(balanceWords([null, null])).toBe('the photographs agree, none is changed');
  });
});
