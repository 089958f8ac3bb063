import { describe, expect, it } from 'vitest';
import type { RelativeCamera } from '../../src/core/field.ts';
import { createFloatImage, type RgbaImage, toRgbaImage } from '../../src/core/image.ts';
import type { MotionAfter, PairMotion } from '../../src/export/camera-chain.ts';
import { interpolateFrames } from '../../src/export/interpolate.ts';
import { inverseCamera, motionOfDepths } from '../../src/flow/epipolar/relative-camera.ts';

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
const ones = { width: WIDTH, height: HEIGHT, data: new Float32Array(WIDTH * HEIGHT).fill(1) };
const reliability = { forward: ones, backward: ones };
const steady: MotionAfter = async () => ({ forward: field(STEP), backward: field(-STEP), reliability });

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
      return place === 1 ? 'cut' : steady(place);
    };
    const all = await shown(interpolateFrames(film(4), { times: 2, motionAfter, circle: false }));
    expect(asked).toEqual([0, 1, 2]);
    expect(all[3]!.data).toEqual(frame(1).data);
    expect(apart(all[5]!, frame(2.5))).toBeLessThan(4);
  });

  it('dissolve across a cut in linear light, where that is asked for', async () => {
    const grey = (level: number): RgbaImage => ({
      width: 2,
      height: 1,
      data: Uint8ClampedArray.of(level, level, level, 255, level, 0, 255, 255),
    });
    async function* two() {
      yield grey(0);
      yield grey(255);
    }
    const options = { times: 2, circle: false, motionAfter: (async () => 'cut') as MotionAfter };
    const [, middle] = await shown(interpolateFrames(two(), { ...options, cut: 'dissolve' }));
    // Half the light of white is level 188, not 128.
    expect([...middle!.data]).toEqual([188, 188, 188, 255, 188, 0, 255, 255]);
    const [start, held] = await shown(interpolateFrames(two(), options));
    expect(held!.data).toEqual(start!.data);
    const unknown = { ...options, motionAfter: async () => null, cut: 'dissolve' } as const;
    expect((await shown(interpolateFrames(two(), unknown)))[1]!.data).toEqual(grey(0).data);
  });

  it('lead a round trip from its end to its beginning', async () => {
    // From frame 2 back to frame 0.
    const motionAfter: MotionAfter = async (place) =>
      place === 2 ? { forward: field(-2 * STEP), backward: field(2 * STEP), reliability } : steady(place);
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

  describe('with a camera that shakes', () => {
    const focal = 40;
    /** Heading of each frame's camera, radians; the scene is infinitely far. */
    const shake = [0, 0.03, -0.02, 0.03, -0.03, 0.02, 0];
    const turnOf = (angle: number) => [
      Math.cos(angle),
      0,
      -Math.sin(angle),
      0,
      1,
      0,
      Math.sin(angle),
      0,
      Math.cos(angle),
    ];
    const turned = (place: number): RgbaImage => {
      const picture = createFloatImage(WIDTH, HEIGHT);
      for (let i = 0; i < WIDTH * HEIGHT; i++) {
        const angle = Math.atan(((i % WIDTH) + 0.5 - WIDTH / 2) / focal) + shake[place]!;
        picture.data.fill(128 + 100 * Math.sin(12 * angle), 3 * i, 3 * i + 3);
      }
      return toRgbaImage(picture);
    };
    const motionAfter: MotionAfter = async (place): Promise<PairMotion> => {
      const rotation = turnOf(shake[place + 1]! - shake[place]!);
      const camera: RelativeCamera = { focal, rotation, translation: [0, 0, -1] };
      const back = inverseCamera(camera);
      const far = new Float32Array(WIDTH * HEIGHT);
      return {
        forward: motionOfDepths(camera, ones, far),
        backward: motionOfDepths(back, ones, far),
        reliability,
        geometry: { camera, epipolar: { forward: ones, backward: ones } },
      };
    };
    /** Heading of the middle of a picture, from the phase of the wave there; it is zoomed by 6 %. */
    const headingOf = ({ data }: RgbaImage, zoom: number) => {
      const wave = (heading: number) => {
        let apart = 0;
        for (let x = 8; x < WIDTH - 8; x++) {
          const angle = Math.atan((x + 0.5 - WIDTH / 2) / (focal * zoom)) + heading;
          apart += (128 + 100 * Math.sin(12 * angle) - data[4 * (12 * WIDTH + x)]!) ** 2;
        }
        return apart;
      };
      const headings = Array.from({ length: 161 }, (_, i) => (i - 80) / 1000);
      return headings.reduce((best, heading) => (wave(heading) < wave(best) ? heading : best));
    };
    async function* film7() {
      for (let place = 0; place < shake.length; place++) yield turned(place);
    }
    const deviation = (headings: number[]) =>
      Math.max(...headings.slice(2, -2).map((h, i) => Math.abs(h - (headings[i + 1]! + headings[i + 3]!) / 2)));

    it('look where a steady one would, painted frames too', async () => {
      const options = { times: 2, motionAfter, circle: false, count: shake.length };
      const loose = (await shown(interpolateFrames(film7(), options))).filter((_, i) => i % 2 === 0);
      const calm = await shown(interpolateFrames(film7(), { ...options, steady: true }));
      const painted = calm.filter((_, i) => i % 2 === 0).map((one) => headingOf(one, 1.06));
      expect(deviation(loose.map((one) => headingOf(one, 1)))).toBeGreaterThan(0.04);
      expect(deviation(painted)).toBeLessThan(0.025);
      // Those between look between.
      painted.slice(0, -1).forEach((heading, i) => {
        expect(Math.abs(headingOf(calm[2 * i + 1]!, 1.06) - (heading + painted[i + 1]!) / 2)).toBeLessThan(0.01);
      });
    });

    it('ask for each movement once', async () => {
      const asked: number[] = [];
      const options = { times: 3, circle: false, count: shake.length, steady: true };
      const listed: MotionAfter = (place) => {
        asked.push(place);
        return motionAfter(place);
      };
      await shown(interpolateFrames(film7(), { ...options, motionAfter: listed }));
      expect(asked).toEqual([0, 1, 2, 3, 4, 5]);
    });
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
