import type { Params } from '../project/schema.ts';
import type { CameraPose } from '../route/camera.ts';
import { relativePoses } from '../route/relative-pose.ts';
import type { PreparedFrame } from './job.ts';

/**
 * The cameras of two frames as the first one has it, for what the motion between them begins from, and for what depends on it.
 * @returns null where motion is not looked for by cameras, or where one of them is not known
 */
export function cameraPair(
  a: PreparedFrame,
  b: PreparedFrame,
  { flow_method }: Pick<Params, 'flow_method'>,
): readonly [CameraPose, CameraPose] | null {
  return flow_method === 'pose+dense' && a.pose && b.pose ? relativePoses(a.pose, b.pose) : null;
}
