import type { Size } from '../core/image.ts';
import type { CameraPrior } from '../flow/estimator.ts';
import type { Params } from '../project/schema.ts';
import type { CameraPose } from '../route/camera.ts';
import { relativeCameraOf, relativePoses } from '../route/relative-pose.ts';

/** Whether motion depends on what is known of the cameras. */
export function usesCameras({ flow_method }: Pick<Params, 'flow_method'>): boolean {
  return flow_method === 'auto' || flow_method === 'pose+dense';
}

/** A picture whose camera may be known. */
interface Posed {
  readonly pose?: CameraPose | undefined;
  readonly fov?: number | undefined;
}

/**
 * The cameras of two frames as the first one has it, for what the motion between them begins from, and for what depends on it.
 * @returns null where motion is not looked for by cameras, or where one of them is not known
 */
export function cameraPair(
  a: Posed,
  b: Posed,
  params: Pick<Params, 'flow_method'>,
): readonly [CameraPose, CameraPose] | null {
  return usesCameras(params) && a.pose && b.pose ? relativePoses(a.pose, b.pose) : null;
}

/**
 * What is known of two frames' cameras before their pictures are compared.
 * @param size of the pictures @returns undefined where no moving camera is looked for
 */
export function cameraPrior(
  a: Posed,
  b: Posed,
  params: Pick<Params, 'flow_method'>,
  size: Size,
): CameraPrior | undefined {
  if (params.flow_method !== 'auto') return undefined;
  const poses = cameraPair(a, b, params);
  const relative = poses && relativeCameraOf(...poses, size);
  return { fov: a.pose?.fov ?? a.fov ?? null, motion: relative?.camera ?? null };
}
