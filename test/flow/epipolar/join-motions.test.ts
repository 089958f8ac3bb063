import { describe, expect, it } from 'vitest';
import { joinMotions } from '../../../src/flow/epipolar/join-motions.ts';
import { draw, waves } from '../../support/texture.ts';

const [width, height] = [48, 32];
const pixels = width * height;
const texture = waves(3);
const image = draw(width, height, texture);
/** The scene moves by 4 px to the right, the thing in the middle by 5 px down. */
const inThing = (x: number, y: number) => x >= 16 && x < 34 && y >= 8 && y < 22;
const thing = waves(4);
const [a, b] = [
  draw(width, height, (x, y) => (inThing(x, y) ? thing(x, y) : texture(x, y))),
  draw(width, height, (x, y) => (inThing(x, y - 5) ? thing(x, y - 5) : texture(x - 4, y))),
];

const field = (motion: (x: number, y: number) => readonly [number, number]) => ({
  width,
  height,
  data: Float32Array.from(
    { length: 2 * pixels },
    (_, k) => motion((k >> 1) % width, Math.floor((k >> 1) / width))[k & 1]!,
  ),
});
const mask = (value: number) => ({ width, height, data: new Float32Array(pixels).fill(value) });
const along = field(() => [4, 0]);
const true_ = field((x, y) => (inThing(x, y) ? [0, 5] : [4, 0]));
const dense = (reliable: number) => ({ forward: true_, reliability: { forward: mask(reliable), backward: mask(0) } });
const trusting = (trusted: (x: number, y: number) => boolean) =>
  Uint8Array.from({ length: pixels }, (_, i) => (trusted(i % width, Math.floor(i / width)) ? 1 : 0));
const [inside, outside] = [15 * width + 25, 4 * width + 8];

describe('joinMotions', () => {
  it('takes the dense motion of what moves by itself, and trusts it', () => {
    const street = { motion: along, trusted: trusting((x, y) => !inThing(x, y)) };
    const joined = joinMotions(street, dense(1), [a, b]);
    expect([...joined.motion.data.slice(2 * inside, 2 * inside + 2)]).toEqual([0, 5]);
    expect([joined.trusted[inside], joined.epipolar[inside]]).toEqual([1, 0]);
    expect([...joined.motion.data.slice(2 * outside, 2 * outside + 2)]).toEqual([4, 0]);
    expect([joined.trusted[outside], joined.epipolar[outside]]).toEqual([1, 1]);
  });

  it('takes it on trusted depths too where they contradict the pictures', () => {
    const joined = joinMotions({ motion: along, trusted: trusting(() => true) }, dense(1), [a, b]);
    expect([...joined.motion.data.slice(2 * inside, 2 * inside + 2)]).toEqual([0, 5]);
    expect([joined.trusted[inside], joined.epipolar[inside]]).toEqual([1, 0]);
    expect([joined.trusted[outside], joined.epipolar[outside]]).toEqual([1, 1]);
  });

  it('leaves what cannot be trusted where the dense motion cannot be trusted either', () => {
    const street = { motion: along, trusted: trusting(() => false) };
    const joined = joinMotions(street, dense(0.4), [a, b]);
    expect(joined.motion.data).toEqual(along.data);
    expect(Math.max(...joined.trusted)).toBe(0);
    expect(Math.min(...joined.epipolar)).toBe(1);
  });

  it('keeps the street where the dense motion brings the pictures no closer together', () => {
    const still = field(() => [0, 0]);
    const street = { motion: still, trusted: trusting(() => false) };
    const other = { forward: along, reliability: { forward: mask(1), backward: mask(1) } };
    const joined = joinMotions(street, other, [image, image]);
    expect(joined.motion.data).toEqual(still.data);
    expect(Math.min(...joined.epipolar)).toBe(1);
  });

  it('fills what lies behind the other camera with the dense motion, untrusted unless it fits', () => {
    const street = { motion: field(() => [Number.NaN, Number.NaN]), trusted: trusting(() => false) };
    const joined = joinMotions(street, dense(0.4), [a, b]);
    expect(joined.motion.data).toEqual(true_.data);
    expect(Math.max(...joined.trusted)).toBe(0);
    expect(Math.max(...joined.epipolar)).toBe(0);
  });
});
