import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CameraPrior, FlowOptions } from '../../src/flow/estimator.ts';
import { runFlow } from '../../src/headless/flow-command.ts';
import { parseFlowOptions } from '../../src/headless/flow-options.ts';
import { createNodeImageCodec } from '../../src/platform/node/image-codec.ts';
import { withExif } from '../frames/sources/files/made-exif.ts';

const asked: (FlowOptions | undefined)[] = [];
vi.mock('../../src/render/open-flow.ts', () => ({
  // Keeps what it is asked for; nothing moves.
  openFlow: async () => ({
    adapter: 'none',
    dispose: () => undefined,
    estimator: {
      estimate: async ({ width, height }: { width: number; height: number }, _b: unknown, options?: FlowOptions) => {
        asked.push(options);
        const field = { width, height, data: new Float32Array(2 * width * height) };
        const mask = { width, height, data: new Float32Array(width * height) };
        return { forward: field, backward: field, reliability: { forward: mask, backward: mask } };
      },
    },
  }),
}));

const folder = mkdtempSync(join(tmpdir(), 'plein-air-flow-camera-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  asked.length = 0;
});
const at = (name: string) => join(folder, name);

const jpeg = new Uint8Array(
  await sharp({ create: { width: 40, height: 30, channels: 3, background: 'sienna' } })
    .jpeg()
    .toBuffer(),
);
const degrees = (value: number) => [[value, 1] as const, [0, 1] as const, [0, 1] as const] as const;
const place = {
  GPSLatitudeRef: 'N',
  GPSLatitude: degrees(55),
  GPSLongitudeRef: 'E',
  GPSLongitude: degrees(13),
} as const;

/** A photograph that tells its focal length, millimetres behind 36 mm of film, or nothing. */
function photograph(name: string, focal?: number): string {
  writeFileSync(at(name), focal === undefined ? jpeg : withExif(jpeg, { ...place, FocalLengthIn35mmFilm: focal }));
  return at(name);
}

/** What the estimator is told of the cameras. */
async function priorOf(...args: readonly string[]): Promise<CameraPrior | undefined> {
  await runFlow(parseFlowOptions([...args, '--out', at('x.flo')])!, {
    codec: createNodeImageCodec(),
    devices: { request: async () => null },
    say: () => undefined,
  });
  expect(asked).toHaveLength(1);
  return asked[0]!.camera;
}

describe('what npm run flow tells of the cameras', () => {
  const [plain, wide, long] = [photograph('plain.jpg'), photograph('wide.jpg', 18), photograph('long.jpg', 50)];

  it('is nothing where nothing is known, but asks for a camera', async () => {
    expect(await priorOf(plain, plain)).toEqual({ fov: null, motion: null });
  });

  it('is the field of view that the pictures’ EXIF tells, of one or both', async () => {
    expect(await priorOf(wide, wide)).toEqual({ fov: expect.closeTo(90, 6), motion: null });
    asked.length = 0;
    expect(await priorOf(plain, wide)).toEqual({ fov: expect.closeTo(90, 6), motion: null });
  });

  it('is no field of view where the pictures have different lenses', async () => {
    expect(await priorOf(wide, long)).toEqual({ fov: null, motion: null });
  });

  it('is the field of view of --fov before that of EXIF', async () => {
    expect(await priorOf(wide, wide, '--fov', '81.9')).toEqual({ fov: 81.9, motion: null });
  });

  it('is the movement of --pose', async () => {
    writeFileSync(at('poses.txt'), '1 0 0 0 0 1 0 0 0 0 1 0\n1 0 0 0 0 1 0 0 0 0 1 2\n');
    const { motion } = (await priorOf(plain, plain, '--pose', at('poses.txt')))!;
    expect(motion!.rotation).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    expect(motion!.translation[2]).toBeCloseTo(-1, 9);
  });

  it('asks for no camera with flow_method dense', async () => {
    expect(await priorOf(wide, wide, '--set', 'flow_method=dense')).toBeUndefined();
  });
});
