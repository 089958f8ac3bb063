import { describe, expect, it } from 'vitest';
import type { RgbaImage } from '../../src/core/image.ts';
import { interpolateFrames, type MotionAfter } from '../../src/export/interpolate.ts';

const WIDTH = 32;
const HEIGHT = 24;

/** Waves that go `STEP` pixels to the right from frame to frame. */
const STEP = 4;
function frame(place: number): RgbaImage {
  const data = new Uint8ClampedArray(WIDTH * HEIGHT * 4).fill(255);
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const x = (i % WIDTH) - STEP * place;
    const y = Math.floor(i / WIDTH);
    for (let c = 0; c < 3; c++) data[4 * i + c] = 128 + 60 * Math.sin(0.5 * x + c) + 40 * Math.sin(0.4 * y);
  }
  return { width: WIDTH, height: HEIGHT, data };
}

async function* film(count: number) {
  for (let place = 0; place < count; place++) yield frame(place);
}

function field(u: number) {
  return {
    width: WIDTH,
    height: HEIGHT,
    data: Float32Array.from({ length: 2 * WIDTH * HEIGHT }, (_, i) => (i % 2 ? 0 : u)),
  };
}
const steady: MotionAfter = async () => ({ forward: field(STEP), backward: field(-STEP) });

async function shown(frames: AsyncIterable<RgbaImage>): Promise<RgbaImage[]> {
  const all: RgbaImage[] = [];
  for await (const one of frames) all.push(one);
  return all;
}

/** Largest difference of two pictures, away from the border. */
function apart(a: RgbaImage, b: RgbaImage): number {
  let most = 0;
  for (let i = 0; i < a.data.length; i++) {
    const x = (i >> 2) % WIDTH;
    if (x >= STEP && x < WIDTH - STEP) most = Math.max(most, Math.abs(a.data[i]! - b.data[i]!));
  }
  return most;
}

describe('frames in between', () => {
  it('lie evenly between the painted ones, which stay as they are', async () => {
    const all = await shown(interpolateFrames(film(3), { times: 4, motionAfter: steady, circle: false }));
    expect(all).toHaveLength(12);
    all.slice(0, 9).forEach((one, i) => {
      if (i % 4 === 0) expect(one.data).toEqual(frame(i / 4).data);
      else expect(apart(one, frame(i / 4))).toBeLessThan(4);
    });
  });

  it('are the last frame itself at the end, so that all are shown equally long', async () => {
    const all = await shown(interpolateFrames(film(2), { times: 3, motionAfter: steady, circle: false }));
    expect(all).toHaveLength(6);
    for (const one of all.slice(3)) expect(one.data).toEqual(frame(1).data);
  });

  it('stand still across a cut, and ask for no motion that is not used', async () => {
    const asked: number[] = [];
    const motionAfter: MotionAfter = async (place) => {
      asked.push(place);
      return place === 1 ? null : steady(place);
    };
    const all = await shown(interpolateFrames(film(4), { times: 2, motionAfter, circle: false }));
    expect(asked).toEqual([0, 1, 2]);
    expect(all[3]!.data).toEqual(frame(1).data);
    expect(apart(all[5]!, frame(2.5))).toBeLessThan(4);
  });

  it('lead a round trip from its end to its beginning', async () => {
    // From frame 2 back to frame 0.
    const motionAfter: MotionAfter = async (place) =>
      place === 2 ? { forward: field(-2 * STEP), backward: field(2 * STEP) } : steady(place);
    const all = await shown(interpolateFrames(film(3), { times: 2, motionAfter, circle: true }));
    expect(apart(all[5]!, frame(1))).toBeLessThan(4);
  });

  it('are none by default, and none of a single frame', async () => {
    const never: MotionAfter = () => Promise.reject(new Error('asked'));
    const plain = await shown(interpolateFrames(film(3), { times: 1, motionAfter: never, circle: true }));
    expect(plain.map(({ data }) => data)).toEqual([0, 1, 2].map((place) => frame(place).data));
    const alone = await shown(interpolateFrames(film(1), { times: 3, motionAfter: never, circle: true }));
    expect(alone).toHaveLength(3);
    expect(await shown(interpolateFrames(film(0), { times: 3, motionAfter: never, circle: true }))).toEqual([]);
  });

  it('stop when they are told to', async () => {
    const abort = new AbortController();
    const frames = interpolateFrames(film(3), { times: 4, motionAfter: steady, circle: false }, abort.signal);
    await frames.next();
    await frames.next();
    abort.abort();
    await expect(frames.next()).rejects.toMatchObject({ name: 'AbortError' });
  });
});
