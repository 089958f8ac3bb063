import type { FloatImage, Size } from '../../src/core/image.ts';
import { toFloatImage } from '../../src/core/image.ts';
import type { FlowEstimator } from '../../src/flow/estimator.ts';
import type { FrameSource } from '../../src/frames/source.ts';
import { exactFlow } from '../../src/frames/sources/procedural/ground-truth.ts';
import { renderView } from '../../src/frames/sources/procedural/render.ts';
import { createStreet } from '../../src/frames/sources/procedural/street.ts';
import { driveAlong } from '../../src/frames/sources/procedural/street-line.ts';

/** A short drive along the built-in street with the exact flow between neighbouring frames. */
export function streetFilm(frames: number, size: Size, spacing = 1) {
  const seed = 4;
  const street = createStreet(seed);
  const poses = driveAlong({ frames, seed, spacing });
  const images = poses.map((pose) => renderView(street, pose, size).image);
  const between = (from: number, to: number) => exactFlow(street, poses[from]!, poses[to]!, size);
  const floats = images.map(toFloatImage);
  /** Frames reach the estimator as pixels alone: they are told apart by what they show. */
  const indexOf = (image: FloatImage) => {
    const distance = (other: FloatImage) => other.data.reduce((sum, v, i) => sum + Math.abs(v - image.data[i]!), 0);
    const distances = floats.map(distance);
    return distances.indexOf(Math.min(...distances));
  };
  const flow: FlowEstimator = {
    async estimate(a, b) {
      const [i, j] = [indexOf(a), indexOf(b)];
      const forward = between(i, j);
      const backward = between(j, i);
      return {
        forward: forward.flow,
        backward: backward.flow,
        reliability: { forward: forward.visible, backward: backward.visible },
      };
    },
    dispose: () => undefined,
  };
  const source: FrameSource = {
    id: 'procedural',
    list: async () => images.map((_, i) => ({ id: `${i}`, name: `street-${i}` })),
    load: async ({ id, name }) => ({
      image: images[Number(id)]!,
      provenance: { source: 'procedural', name, sha256: `${id}`.padStart(64, '0') },
    }),
  };
  return { source, flow, between, indexOf };
}
