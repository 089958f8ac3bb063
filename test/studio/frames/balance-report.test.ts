import { describe, expect, it } from 'vitest';
import type { ToneCurve } from '../../../src/frames/tone-curve.ts';
import { createParams } from '../../../src/project/resolve.ts';
import { balanceReport, exposureBars } from '../../../src/studio/frames/balance-report.ts';

const grey = (gain: number): ToneCurve => ({ gain: [gain, gain, gain], gamma: [1, 1, 1] });
const facts = { params: createParams(), frames: 3, tones: null, comparing: null };

describe('the report of the balance', () => {
  it('says what is known, and what it waits for', () => {
    expect(balanceReport(facts)).toBe('Measured when painting begins.');
    expect(balanceReport({ ...facts, comparing: { pair: 0, pairs: 2 } })).toBe(
      'Comparing frame 2 of 3 with the one before.',
    );
    expect(balanceReport({ ...facts, tones: [null, grey(1.1), grey(0.95)] })).toBe(
      'Exposure −0.2 … +0.3 EV over 3 frames.',
    );
    expect(balanceReport({ ...facts, tones: [null, null, null] })).toBe('The photographs agree, none is changed.');
  });

  it('says why nothing is measured', () => {
    expect(balanceReport({ ...facts, params: createParams({ frame_balance: 'none' }) })).toMatch(/as they|taken in/);
    expect(balanceReport({ ...facts, params: createParams({ flow_method: 'none' }) })).toMatch(/flow_method/);
    expect(balanceReport({ ...facts, frames: 1 })).toMatch(/single/);
  });
});

describe('the plot of the exposure', () => {
  it('goes up where a frame is brightened, down where it is darkened, and stays small for small changes', () => {
    const [none, up, down] = exposureBars([null, grey(1.05), grey(0.5)]);
    expect(none).toEqual({ top: 0.5, height: 0 });
    expect(up!.top + up!.height).toBeCloseTo(0.5, 9);
    expect(up!.height).toBeLessThan(0.1);
    expect(down).toEqual({ top: 0.5, height: 0.5 });
    const [small] = exposureBars([grey(1.05)]);
    expect(small!.height).toBeLessThan(0.25);
    expect(small!.height).toBeGreaterThan(0.1);
  });
});
