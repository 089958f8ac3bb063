import { beforeAll, expect, it } from 'vitest';
import type { FlowPair } from '../../src/core/field.ts';
import { inverseGeometry } from '../../src/flow/epipolar/relative-camera.ts';
import { exactFlow } from '../../src/frames/sources/procedural/ground-truth.ts';
import { createStreet } from '../../src/frames/sources/procedural/street.ts';
import { driveAlong } from '../../src/frames/sources/procedural/street-line.ts';
import { createParams } from '../../src/project/resolve.ts';
import { motionOf } from '../../src/render/chained-flow.ts';
import { createDriveSurvey } from '../../src/render/drive-survey.ts';
import { driveWords, spacingWords } from '../../src/render/drive-words.ts';
import type { FilmMotion } from '../../src/render/film-motion.ts';
import type { PreparedFilm } from '../../src/render/job.ts';
import { relativeCameraOf } from '../../src/route/relative-pose.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const FRAMES = 4;
const size = { width: 96, height: 54 };
const poses = driveAlong({ frames: FRAMES, seed: 3 });
const pairs: FlowPair[] = [];
const metres: number[] = [];
let asked = 0;

beforeAll(() => {
  const street = createStreet(3);
  for (let i = 0; i + 1 < FRAMES; i++) {
    const [there, back] = [
      exactFlow(street, poses[i]!, poses[i + 1]!, size),
      exactFlow(street, poses[i + 1]!, poses[i]!, size),
    ];
    const relative = relativeCameraOf(poses[i]!, poses[i + 1]!, size)!;
    metres.push(relative.metres);
    const reliability = { forward: there.visible, backward: back.visible };
    pairs.push({
      forward: there.flow,
      backward: back.flow,
      reliability,
      geometry: { camera: relative.camera, epipolar: reliability },
    });
  }
});

const motion = {
  async between(from, to) {
    asked++;
    return motionOf(pairs[Math.min(from, to)]!, from < to);
  },
  async geometry(from, to) {
    const { geometry } = pairs[Math.min(from, to)]!;
    return from < to ? geometry! : inverseGeometry(geometry!);
  },
} as FilmMotion;

const filmOf = (posed: boolean): PreparedFilm => ({
  size,
  frames: poses.map((pose, i) => ({
    name: `${i}`,
    sha256: `${i}`.padStart(64, '0'),
    key: `${i}`,
    ...(posed && { pose }),
  })),
});

async function survey(film: PreparedFilm, store = createMemoryStore(), search = true) {
  const found = createDriveSurvey(film, createParams({ flow_method: 'auto' }), store, motion);
  for (let pair = 0; pair + 1 < FRAMES; pair++) await found.add(pair, search);
  return found.drive();
}

it('knows how far apart the frames of a drive are, in metres where places are known', async () => {
  const drive = (await survey(filmOf(true)))!;
  expect(drive.scale).toBe('positions');
  expect(drive.stretches).toHaveLength(1);
  drive.stretches[0]!.lengths.forEach((length, i) => {
    expect(Math.abs(length / metres[i]! - 1)).toBeLessThan(0.05);
  });
  expect(driveWords(drive)).toMatch(/^4 frames over about \d+ m, \d+\.\d m apart/);
  expect(spacingWords(drive, 2)).toBe(`Frame 3: ${drive.stretches[0]!.lengths[1]!.toFixed(1)} m after frame 2.`);
  expect(spacingWords(drive, 0)).toBeNull();
});

it('keeps what a pair tells, and looks for no flow where it must not', async () => {
  const store = createMemoryStore();
  expect(await survey(filmOf(true), store, false)).toBeNull();
  const first = await survey(filmOf(true), store);
  asked = 0;
  expect(await survey(filmOf(true), store, false)).toEqual(first);
  expect(asked).toBe(0);
});
