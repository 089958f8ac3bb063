import { expect, it } from 'vitest';
import { toFloatImage } from '../../src/core/image.ts';
import { renderView } from '../../src/frames/sources/procedural/render.ts';
import { createStreet } from '../../src/frames/sources/procedural/street.ts';
import { driveAlong } from '../../src/frames/sources/procedural/street-line.ts';
import { createParams } from '../../src/project/resolve.ts';
import { cameraPrior } from '../../src/render/camera-pair.ts';
import { createFlow } from '../../src/render/open-flow.ts';

it('opens a flow that finds the camera between two views of a street, where a film asks for it', async () => {
  const size = { width: 160, height: 96 };
  const poses = driveAlong({ frames: 2, seed: 1, start: 0, spacing: 5 });
  const street = createStreet(1);
  const [a, b] = poses.map((pose) => toFloatImage(renderView(street, pose, size).image));
  const [first, second] = poses.map((pose) => ({ pose }));
  const flow = createFlow(null, createParams({}));
  const camera = cameraPrior(first!, second!, { flow_method: 'auto' }, size);
  expect((await flow.estimate(a!, b!, { camera })).geometry?.camera.translation[2]).toBeLessThan(-0.9);
  expect(cameraPrior(first!, second!, { flow_method: 'dense' }, size)).toBeUndefined();
  flow.dispose();
});
