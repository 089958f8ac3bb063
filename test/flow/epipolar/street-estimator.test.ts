import { describe, expect, it } from 'vitest';
import { isRight, isTrusted, scoreFlow, scoreTrust } from '../../../bench/flow/scores.ts';
import type { FlowField, FlowPair, Mask } from '../../../src/core/field.ts';
import { type FloatImage, type Size, toFloatImage } from '../../../src/core/image.ts';
import { createRandom } from '../../../src/core/random.ts';
import { createCpuFlowEstimator } from '../../../src/flow/cpu-estimator.ts';
import { createCpuDepthSearch } from '../../../src/flow/epipolar/cpu-depth-search.ts';
import { defaultSearch } from '../../../src/flow/epipolar/depth-search.ts';
import { apply, rotationBy, type Vector3 } from '../../../src/flow/epipolar/rotations.ts';
import { createStreetEstimator } from '../../../src/flow/epipolar/street-estimator.ts';
import type { CameraPrior } from '../../../src/flow/estimator.ts';
import { turnedView } from '../../../src/flow/turned-view.ts';
import { exactFlow } from '../../../src/frames/sources/procedural/ground-truth.ts';
import { renderView } from '../../../src/frames/sources/procedural/render.ts';
import { createStreet } from '../../../src/frames/sources/procedural/street.ts';
import { driveAlong } from '../../../src/frames/sources/procedural/street-line.ts';
import { createParams } from '../../../src/project/resolve.ts';
import type { CameraPose } from '../../../src/route/camera.ts';
import { focalLength } from '../../../src/route/pinhole.ts';
import { waves } from '../../support/texture.ts';
import { planePair, type Surface } from './plane-scene.ts';

const size: Size = { width: 160, height: 96 };
const fov = 78;
const focal = focalLength(fov, size.width);
const lens: CameraPrior = { fov, motion: null };

const params = createParams();
const settings = { ...defaultSearch, counts: { image: 96, ground: 72, wall: 72 } };
const estimator = createStreetEstimator(
  createCpuFlowEstimator(params),
  createCpuDepthSearch(settings),
  params,
  settings,
);

const viewAt = (seed: number, pose: CameraPose, of: Size = size) =>
  toFloatImage(renderView(createStreet(seed), pose, of).image);

/** Two views of the built-in street, the later one first, and their exact motion there and back. */
function street(seed: number, metres: number, start = 0) {
  const [earlier, later] = driveAlong({ frames: 2, seed, spacing: metres, start, fov }) as [CameraPose, CameraPose];
  return {
    a: viewAt(seed, later),
    b: viewAt(seed, earlier),
    poses: [later, earlier] as const,
    there: exactFlow(createStreet(seed), later, earlier, size),
    back: exactFlow(createStreet(seed), earlier, later, size),
  };
}

function measured(pair: FlowPair, there: FlowField, visible?: Mask) {
  const { epe, outliers } = scoreFlow(pair.forward, there, visible);
  const { trusted, right: trustedRight } = scoreTrust(pair.forward, pair.reliability.forward, there);
  return { epe, right: 1 - outliers, trusted, trustedRight };
}

const wallPaint = waves(8);

const meanOf = ({ data }: Mask) => data.reduce((sum, value) => sum + value, 0) / data.length;

describe('between pictures of a street', () => {
  const s = street(2, 3);

  it.each([fov, 0.85 * fov, 1.15 * fov, null])(
    'each pixel follows its epipolar line; field of view %s',
    async (given) => {
      const pair = await estimator.estimate(s.a, s.b, { camera: { fov: given, motion: null } });
      const found = measured(pair, s.there.flow, s.there.visible);
      expect(pair.geometry).toBeDefined();
      expect(found.right).toBeGreaterThan(0.9);
      expect(found.trusted).toBeGreaterThan(0.85);
      expect(found.trustedRight).toBeGreaterThan(0.91);
    },
  );

  it('the order does not matter', async () => {
    const pair = await estimator.estimate(s.b, s.a, { camera: lens });
    const found = measured(pair, s.back.flow, s.back.visible);
    expect(pair.geometry!.camera.translation[2]).toBeLessThan(-0.9);
    // A camera that drives on magnifies: 3 px are less than one of the picture before, and a third of it is all that stays in view.
    expect(found.right).toBeGreaterThan(0.72);
    expect(found.trustedRight).toBeGreaterThan(0.75);
    const back = scoreTrust(pair.backward, pair.reliability.backward, s.there.flow);
    expect(back.trusted).toBeGreaterThan(0.85);
    expect(back.right).toBeGreaterThan(0.91);
  });

  it('a car that moves by itself is not carried along the lines', async () => {
    const near = street(2, 2);
    // Textured, on the road, drives across: no depth explains that.
    const car = { left: 70, top: 58, width: 44, height: 24, u: -16, v: 3 };
    const [a, b] = [pasted(near.a, car.left, car.top, car), pasted(near.b, car.left + car.u, car.top + car.v, car)];
    const onCar = Array.from({ length: size.width * size.height }, (_, i) => {
      const [x, y] = [(i % size.width) - car.left, Math.floor(i / size.width) - car.top];
      return x >= 0 && y >= 0 && x < car.width && y < car.height;
    });
    const data = near.there.flow.data.map((value, k) => (onCar[k >> 1] ? [car.u, car.v][k & 1]! : value));
    const pair = await estimator.estimate(a, b, { camera: lens });
    const found = measured(pair, { ...size, data }, near.there.visible);
    expect(found.trustedRight).toBeGreaterThan(0.88);
    const shareOfCar = (is: (i: number) => boolean) =>
      onCar.filter((on, i) => on && is(i)).length / (car.width * car.height);
    const isWrong = (i: number) => !isRight(pair.forward, { ...size, data }, i);
    const trusted = (i: number) => isTrusted(pair.reliability.forward, i);
    const along = (i: number) => pair.geometry!.epipolar.forward.data[i] === 1;
    expect(shareOfCar((i) => trusted(i) && isWrong(i))).toBeLessThan(0.22);
    expect(shareOfCar((i) => trusted(i) && !along(i) && !isWrong(i))).toBeGreaterThan(0.5);
  });

  it('a camera that rolls is followed', async () => {
    const { b, truth } = rolled(s, 4);
    const pair = await estimator.estimate(s.a, b, { camera: lens });
    const found = measured(pair, truth, s.there.visible);
    expect(pair.geometry).toBeDefined();
    expect(found.trusted).toBeGreaterThan(0.8);
    expect(found.trustedRight).toBeGreaterThan(0.9);
  });

  it('at night in the rain little is trusted and wrong', async () => {
    const pair = await estimator.estimate(atNight(s.a, 1), atNight(s.b, 2), { camera: lens });
    const found = measured(pair, s.there.flow, s.there.visible);
    expect(found.trusted * (1 - found.trustedRight)).toBeLessThan(0.2);
  });
});

function pasted(image: FloatImage, left: number, top: number, { width, height }: Size): FloatImage {
  const out = { ...image, data: image.data.slice() };
  const paint = waves(11);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) out.data.set(paint(x, y), 3 * ((top + y) * size.width + left + x));
  }
  return out;
}

/** The second view by a camera that is turned about its axis, and the motion to there. */
function rolled({ poses, there }: ReturnType<typeof street>, degrees: number) {
  const roll = rotationBy([0, 0, (degrees * Math.PI) / 180]);
  // A view that is wider by a quarter has no corners missing.
  const wide = { width: 1.25 * size.width, height: 1.25 * size.height };
  const wideFov = (360 / Math.PI) * Math.atan(1.25 * Math.tan((fov * Math.PI) / 360));
  const turned = turnedView(viewAt(2, { ...poses[1], fov: wideFov }, wide), focal, roll, 1);
  const b: FloatImage = { ...size, channels: 3, data: new Float32Array(3 * size.width * size.height) };
  for (let y = 0; y < size.height; y++) {
    const from = 3 * ((y + size.height / 8) * wide.width + size.width / 8);
    b.data.set(turned.data.subarray(from, from + 3 * size.width), 3 * y * size.width);
  }
  const data = there.flow.data.slice();
  for (let i = 0; i < size.width * size.height; i++) {
    const [x, y] = [(i % size.width) + 0.5 - size.width / 2, Math.floor(i / size.width) + 0.5 - size.height / 2];
    const [u, v] = apply(roll, [x + data[2 * i]!, y + data[2 * i + 1]!, 0]);
    data.set([u - x, v - y], 2 * i);
  }
  return { b, truth: { ...size, data } };
}

/** A fifth of the light, noise, and bright streaks that are elsewhere in every picture. */
function atNight(image: FloatImage, seed: number): FloatImage {
  const random = createRandom(seed);
  const data = image.data.map((value) => Math.min(255, Math.max(0, Math.round(0.2 * value + 2 * random.normal()))));
  for (let streak = 0; streak < 40; streak++) {
    const [x, top] = [random.below(size.width), random.below(size.height - 12)];
    for (let y = top; y < top + 12; y++) {
      for (let c = 0; c < 3; c++) data[3 * (y * size.width + x) + c]! += 60;
    }
  }
  return { ...image, data };
}

describe('without parallax', () => {
  const [pose] = driveAlong({ frames: 1, seed: 2, fov }) as [CameraPose];
  const here = viewAt(2, pose);

  it.each([3, 8])(
    'a camera that turns by %s degrees on the spot has no geometry, and the right motion',
    async (turn) => {
      const turned = { ...pose, heading: pose.heading + turn };
      const { flow, visible } = exactFlow(createStreet(2), pose, turned, size);
      const pair = await estimator.estimate(here, viewAt(2, turned), { camera: lens });
      const found = measured(pair, flow, visible);
      expect(pair.geometry).toBeUndefined();
      expect(found.epe).toBeLessThan(0.15);
      expect(found.trusted).toBeGreaterThan(0.8);
      expect(found.trustedRight).toBeGreaterThan(0.99);
    },
  );

  it('neither has a still one', async () => {
    const pair = await estimator.estimate(here, here, { camera: lens });
    expect(pair.geometry).toBeUndefined();
    expect(Math.max(...pair.forward.data.map(Math.abs))).toBeLessThan(0.01);
    expect(Math.min(...pair.reliability.forward.data)).toBeGreaterThan(0.99);
  });

  it('small steps are left to the dense estimator', async () => {
    const s = street(2, 0.25);
    const pair = await estimator.estimate(s.a, s.b, { camera: lens });
    const found = measured(pair, s.there.flow, s.there.visible);
    expect(pair.geometry).toBeUndefined();
    expect(found.epe).toBeLessThan(0.25);
    expect(found.trusted).toBeGreaterThan(0.85);
    expect(found.trustedRight).toBeGreaterThan(0.99);
  });
});

describe('between planes', () => {
  const askew: Surface = { normal: [-0.04, 0, 0.1], paint: ([x, y]) => wallPaint(14 * x, 14 * y) };

  it.each<[string, Vector3]>([
    ['along it', [1.5, 0, 0]],
    ['towards it', [0.3, 0, 2.5]],
  ])('a wall that fills the view is right where it is trusted, on a way %s', async (_, way) => {
    const { a, b, truth } = planePair([askew], way, focal, size);
    const found = measured(await estimator.estimate(a, b, { camera: lens }), truth);
    expect(found.trusted).toBeGreaterThan(0.4);
    expect(found.trustedRight).toBeGreaterThan(0.95);
  });

  it('windows that repeat are not taken for one another', async () => {
    const front: Surface['paint'] = ([x, y, z]) => {
      // A window every 2.7 m, two to a house, on plaster with spots.
      const [along, up] = [(z + 27) % 2.7, (y + 24) % 2.4];
      const base = along > 0.6 && along < 1.8 && up > 0.6 && up < 1.9 ? 60 : 170;
      const [r, g, b] = wallPaint(9 * z, 9 * y + x);
      return [base + 0.3 * (r - 128), base + 0.3 * (g - 128), base + 0.3 * (b - 128)];
    };
    const road = waves(6);
    const surfaces: Surface[] = [
      { normal: [1 / 4, 0, 0], paint: front },
      { normal: [-1 / 5, 0, 0], paint: front },
      { normal: [0, 1 / 1.8, 0], paint: ([x, , z]) => road(9 * x, 9 * z) },
      { normal: [0, 0, 1 / 25], paint: ([x, y]) => wallPaint(5 * x, 5 * y) },
    ];
    const { a, b, truth } = planePair(surfaces, [0, 0, -2], focal, size);
    const pair = await estimator.estimate(a, b, { camera: lens });
    const found = measured(pair, truth);
    expect(pair.geometry).toBeDefined();
    expect(found.trusted).toBeGreaterThan(0.6);
    expect(found.trustedRight).toBeGreaterThan(0.9);
  });
});

describe('pictures of different things are a cut', () => {
  const { video_cut_threshold } = params;

  it('different streets', async () => {
    const [p] = driveAlong({ frames: 1, seed: 3, fov }) as [CameraPose];
    const [q] = driveAlong({ frames: 1, seed: 4, fov, start: 40 }) as [CameraPose];
    const { geometry, reliability } = await estimator.estimate(viewAt(3, p), viewAt(4, q), { camera: lens });
    expect(geometry).toBeUndefined();
    expect(meanOf(reliability.forward)).toBeLessThan(video_cut_threshold);
    expect(meanOf(reliability.backward)).toBeLessThan(video_cut_threshold);
  });

  it('noise', async () => {
    const random = createRandom(9);
    const noise = (): FloatImage => ({
      ...size,
      channels: 3,
      data: Float32Array.from({ length: 3 * size.width * size.height }, () => 60 + 20 * random.normal()),
    });
    const { reliability } = await estimator.estimate(noise(), noise(), { camera: lens });
    expect(meanOf(reliability.forward)).toBeLessThan(video_cut_threshold);
    expect(meanOf(reliability.backward)).toBeLessThan(video_cut_threshold);
  });
});
