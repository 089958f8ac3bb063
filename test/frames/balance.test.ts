import { describe, expect, it } from 'vitest';
import type { FloatImage } from '../../src/core/image.ts';
import { createRandom } from '../../src/core/random.ts';
import { balanceTones, relateTones, type ToneRelation } from '../../src/frames/balance.ts';
import { applyTone, MID, type Rgb, type ToneCurve } from '../../src/frames/tone-curve.ts';
import { draw, waves } from '../support/texture.ts';

const size = { width: 80, height: 60 };
const PIXELS = size.width * size.height;
const SHIFT = 3;
const scene = draw(size.width + SHIFT, size.height, waves(5));

function part(from: number): FloatImage {
  const data = new Float32Array(3 * PIXELS);
  for (let i = 0; i < data.length; i++) {
    const [c, pixel] = [i % 3, Math.floor(i / 3)];
    const [x, y] = [pixel % size.width, Math.floor(pixel / size.width)];
    data[i] = scene.data[3 * (y * scene.width + x + from) + c]!;
  }
  return { ...size, channels: 3, data };
}

/** A camera that turned by 3 px between two pictures, the later one in another light. */
function pairWith(tone: ToneCurve | null, trusted = 1) {
  const [earlier, later] = [part(0), part(SHIFT)];
  // Pixel x of the later picture was at x + 3 in the earlier one.
  const field = { ...size, data: Float32Array.from({ length: 2 * PIXELS }, (_, i) => (i % 2 === 0 ? SHIFT : 0)) };
  const trust = { ...size, data: new Float32Array(PIXELS).fill(trusted) };
  return { earlier, later: tone ? applyTone(later, tone) : later, field, trust };
}

/** What undoes a tone: log(v) = (log(v') − log gain) / gamma. */
function undoing({ gain, gamma }: ToneCurve) {
  return [0, 1, 2].map((c) => ({ gain: gain[c]! ** (-1 / gamma[c]!), gamma: 1 / gamma[c]! }));
}

const dusk: ToneCurve = { gain: [0.8, 0.72, 0.65], gamma: [1.1, 1, 0.92] };

describe('the light of a pair', () => {
  it('is related by the gain and the gamma of each channel', () => {
    const relation = relateTones(pairWith(dusk))!;
    undoing(dusk).forEach(({ gain, gamma }, c) => {
      expect(Math.exp(relation.gain[c]!)).toBeCloseTo(gain, 2);
      expect(Math.exp(relation.gamma[c]!) / gamma).toBeCloseTo(1, 1.7);
    });
    expect(relation.weight).toBe(1);
  });

  it('is the same either way', () => {
    const { earlier, later, field, trust } = pairWith(dusk);
    const on = relateTones({ earlier, later, field, trust })!;
    const back = relateTones({
      earlier: later,
      later: earlier,
      field: { ...field, data: field.data.map((v) => -v) },
      trust,
    })!;
    for (let c = 0; c < 3; c++) expect(back.gamma[c]!).toBeCloseTo(-on.gamma[c]!, 2);
  });

  it('is not led astray by wrong matches on a fifth of the picture', () => {
    const pair = pairWith(dusk);
    const random = createRandom(3);
    const data = pair.field.data.slice();
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      if (random.uniform(0, 1) >= 0.2) continue;
      data[2 * pixel] = random.uniform(-30, 30);
      data[2 * pixel + 1] = random.uniform(-30, 30);
    }
    const relation = relateTones({ ...pair, field: { ...pair.field, data } })!;
    undoing(dusk).forEach(({ gain, gamma }, c) => {
      expect(Math.exp(relation.gain[c]!) / gain).toBeCloseTo(1, 1.7);
      expect(Math.exp(relation.gamma[c]!) / gamma).toBeCloseTo(1, 1.4);
    });
  });

  it('does not listen to clipped pixels', () => {
    const pair = pairWith({ gain: [1.5, 1.5, 1.5], gamma: [1, 1, 1] });
    const white = pair.later.data.filter((value) => value >= 254).length / pair.later.data.length;
    expect(white).toBeGreaterThan(0.1);
    const relation = relateTones(pair)!;
    for (const gain of relation.gain) expect(Math.exp(gain) * 1.5).toBeCloseTo(1, 2);
    for (const gamma of relation.gamma) expect(Math.abs(gamma)).toBeLessThan(0.02);
  });

  it('keeps its contrast where a picture of one tone does not tell it', () => {
    const flat = (value: number, seed: number) => {
      const random = createRandom(seed);
      const data = Float32Array.from({ length: 3 * PIXELS }, () => value + random.uniform(-2, 2));
      return { ...size, channels: 3, data };
    };
    const relation = relateTones({ ...pairWith(null), earlier: flat(100, 1), later: flat(50, 2) })!;
    for (const gamma of relation.gamma) expect(Math.abs(gamma)).toBeLessThan(0.1);
    // Half as bright at value 50.
    const [gain, gamma] = [relation.gain[0], Math.exp(relation.gamma[0])];
    expect(MID * Math.exp(gain) * (50 / MID) ** gamma).toBeCloseTo(100, 0);
  });

  it('is not known where nothing is trusted, or what is trusted does not agree', () => {
    expect(relateTones(pairWith(dusk, 0.4))).toBeNull();
    const random = createRandom(9);
    const noise = {
      ...size,
      channels: 3,
      data: Float32Array.from({ length: 3 * PIXELS }, () => random.uniform(10, 240)),
    };
    expect(relateTones({ ...pairWith(null), later: noise })).toBeNull();
  });
});

const relation = (gain: number, weight = 1): ToneRelation => ({ gain: [gain, gain, gain], gamma: [0, 0, 0], weight });
const gains = (tones: readonly (ToneCurve | null)[]) => tones.map((tone) => tone?.gain[1] ?? 1);

describe('the balance of a drive', () => {
  it('leaves frames alone that agree, or differ by less than anyone sees', () => {
    expect(balanceTones([relation(0), relation(0)])).toEqual([null, null, null]);
    expect(balanceTones([relation(0.01), relation(-0.01)])).toEqual([null, null, null]);
    expect(balanceTones([])).toEqual([null]);
  });

  it('brightens one dark frame and leaves those far from it as they are', () => {
    // The frame before says: earlier = dark / 0.75.
    const dark = Math.log(1 / 0.75);
    const steps = Array.from({ length: 40 }, (_, i) => relation(i === 19 ? dark : i === 20 ? -dark : 0));
    const found = gains(balanceTones(steps));
    expect(found[20]! * 0.75).toBeGreaterThan(0.96);
    expect(found[20]! * 0.75).toBeLessThan(1);
    // Neighbours agree in the end.
    expect((found[20]! * 0.75) / found[19]!).toBeCloseTo(1, 1.9);
    expect([found[0], found[40]]).toEqual([1, 1]);
  });

  it('balances colour and contrast, each channel by itself', () => {
    const gain: Rgb = [0.1, 0, -0.1];
    const gamma: Rgb = [0.15, 0, 0];
    const [first, second] = balanceTones([{ gain, gamma, weight: 1 }]);
    expect(second!.gain[0] / first!.gain[0]).toBeCloseTo(Math.exp(0.1 * first!.gamma[0]), 2);
    expect(second!.gain[2] / first!.gain[2]).toBeCloseTo(Math.exp(-0.1), 2);
    expect(second!.gamma[0] / first!.gamma[0]).toBeCloseTo(Math.exp(0.15), 1.9);
    expect([first!.gain[1], second!.gain[1], first!.gamma[1]]).toEqual([1, 1, 1]);
  });

  it('does not fight a slow change of light over forty frames, and keeps its mean', () => {
    const found = gains(balanceTones(Array.from({ length: 39 }, () => relation(0.015))));
    // Unbounded, the last frame would be brightened by half.
    for (const gain of found) expect(Math.abs(Math.log(gain))).toBeLessThan(0.12);
    for (const gain of found.slice(17, 23)) expect(gain).toBeCloseTo(1, 2);
    expect(found.reduce((sum, gain) => sum + Math.log(gain), 0) / found.length).toBeCloseTo(0, 2);
  });

  it('bounds what is done to a frame', () => {
    const wild = { gain: [0.58, 0.58, 0.58], gamma: [0.9, 0.9, 0.9], weight: 1 } as const;
    const steps = [wild, wild, wild, wild].map((step, i) =>
      i % 2 === 0 ? step : { ...step, gain: [-0.58, -0.58, -0.58] as const, gamma: [-0.9, -0.9, -0.9] as const },
    );
    for (const tone of balanceTones(steps)) {
      for (const gain of tone?.gain ?? []) expect(gain >= 0.6 && gain <= 1.6).toBe(true);
      for (const gamma of tone?.gamma ?? []) expect(gamma >= 0.8 && gamma <= 1.25).toBe(true);
    }
  });

  it('balances the stretches on either side of a cut by themselves', () => {
    const before = [relation(0.2), relation(-0.2)];
    const after = [relation(-0.1), relation(0.3), relation(0)];
    expect(balanceTones([...before, null, ...after])).toEqual([...balanceTones(before), ...balanceTones(after)]);
  });

  it('takes a sudden large change for light that changes, as in a tunnel', () => {
    expect(balanceTones([relation(0), relation(1), relation(0)])).toEqual([null, null, null, null]);
    expect(balanceTones([relation(0), relation(0.5), relation(0)])[1]).not.toBeNull();
  });
});
