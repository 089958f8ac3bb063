import type { CameraPose } from './camera.ts';
import { normaliseHeading } from './geodesy.ts';
import { sineCosine } from './trigonometry.ts';

/** To the metre or degree: far finer than what anyone knows of a camera, and far coarser than what another origin of the plane makes of it. */
const STEPS = 1000;

/**
 * Two cameras as the first one has it: it stands at the origin and looks north. The same for the same two cameras wherever the tangent
 * plane has its origin, to a millimetre and a thousandth of a degree. Heights are left out, as `poseStarts` leaves them.
 */
export function relativePoses(from: CameraPose, to: CameraPose): readonly [CameraPose, CameraPose] {
  const { sine, cosine } = sineCosine(from.heading);
  const [east, north] = [to.position[0] - from.position[0], to.position[1] - from.position[1]];
  const [right, ahead] = [east * cosine - north * sine, east * sine + north * cosine];
  // Rounded last: a whole turn more or less leaves other last digits. What is rounded up to a whole turn is none.
  const turn = rounded(normaliseHeading(to.heading - from.heading)) % 360;
  return [at(0, 0, 0, from), at(rounded(right), rounded(ahead), turn, to)];
}

function at(east: number, north: number, heading: number, { pitch, fov }: CameraPose): CameraPose {
  return { position: [east, north, 0], heading, pitch: rounded(pitch), fov: rounded(fov) };
}

function rounded(value: number): number {
  // Without the zero that is below zero: it is written otherwise.
  return Math.round(value * STEPS) / STEPS || 0;
}
