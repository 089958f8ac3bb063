import { cropToAspect } from '../../core/crop.ts';
import { type FloatImage, type Size, toFloatImage } from '../../core/image.ts';
import { resizeImage } from '../../core/resize.ts';
import { toSentError } from '../../core/sent-error.ts';
import type { FlowEstimator } from '../../flow/estimator.ts';
import { placedPose } from '../../frames/placed-pose.ts';
import type { Placement } from '../../frames/placement.ts';
import { renderView } from '../../frames/sources/procedural/render.ts';
import { createStreet } from '../../frames/sources/procedural/street.ts';
import { driveAlong } from '../../frames/sources/procedural/street-line.ts';
import type { ImageCodec } from '../../platform/image-codec.ts';
import { cameraPrior } from '../../render/camera-pair.ts';
import { cutPose, filmSize } from '../../render/prepare.ts';
import type { CameraPose } from '../../route/camera.ts';
import { poseStarts } from '../../route/pose-flow.ts';
import type { MotionParams, MotionReply, MotionRequest, PhotographSource } from './motion-messages.ts';
import { motionPictures } from './motion-pictures.ts';

/** Longest side of what is looked at: large enough to see, small enough for a processor to answer in seconds. */
const SIDE = 320;
/** Shape of the built-in street's frames. */
const STREET: Size = { width: 1280, height: 720 };

interface MotionHostPorts {
  readonly codec: ImageCodec;
  /** a flow for these params; asked again after one failed, for its device may be lost */
  openFlow(params: MotionParams): FlowEstimator;
}

/** The worker's side: looks at one pair at a time, in the order asked for. */
export function createMotionHost(
  { codec, openFlow }: MotionHostPorts,
  send: (reply: MotionReply) => void,
): (request: MotionRequest) => void {
  const aborts = new Map<number, AbortController>();
  let flow: { readonly params: string; readonly estimator: FlowEstimator } | null = null;
  let before: Promise<void> = Promise.resolve();

  const estimatorFor = (params: MotionParams): FlowEstimator => {
    const name = JSON.stringify(params);
    if (flow?.params !== name) {
      flow?.estimator.dispose();
      flow = { params: name, estimator: openFlow(params) };
    }
    return flow.estimator;
  };

  const look = async (question: Extract<MotionRequest, { type: 'look' }>, signal: AbortSignal) => {
    signal.throwIfAborted();
    const { params } = question;
    const origin = question.earlier.kind === 'file' ? question.earlier.place : undefined;
    const earlier = await viewOf(question.earlier, codec, origin, null);
    const later = await viewOf(question.later, codec, origin, earlier.image);
    const posed = params.flow_method === 'pose+dense' && earlier.pose && later.pose;
    const starts = posed ? poseStarts(earlier.pose, later.pose, earlier.image, params.flow_camera_height) : [];
    const camera = cameraPrior(earlier, later, params, earlier.image);
    const pair = await estimatorFor(params).estimate(earlier.image, later.image, { signal, starts, camera });
    return motionPictures(earlier.image, later.image, pair);
  };

  const answer = async (question: Extract<MotionRequest, { type: 'look' }>, { signal }: AbortController) => {
    const { id } = question;
    try {
      const pictures = await look(question, signal);
      if (!signal.aborted) send({ type: 'seen', id, pictures });
    } catch (error) {
      if (signal.aborted) return;
      flow?.estimator.dispose();
      flow = null;
      send({ type: 'failed', id, error: toSentError(error) });
    } finally {
      aborts.delete(id);
    }
  };

  return (request) => {
    if (request.type === 'abort') {
      aborts.get(request.id)?.abort();
      return;
    }
    const abort = new AbortController();
    aborts.set(request.id, abort);
    before = before.then(() => answer(request, abort));
  };
}

interface View {
  readonly image: FloatImage;
  readonly pose?: CameraPose | undefined;
}

/** A photograph small, cut to the shape of the one before it, as for a film; with its camera. @param origin of the plane on which cameras stand */
async function viewOf(
  source: PhotographSource,
  codec: ImageCodec,
  origin: Placement | undefined,
  like: Size | null,
): Promise<View> {
  if (source.kind === 'street') {
    const { seed, frames, index } = source;
    const pose = driveAlong({ frames, seed })[index]!;
    return { image: toFloatImage(renderView(createStreet(seed), pose, filmSize(STREET, SIDE)).image), pose };
  }
  const bytes = new Uint8Array(await source.blob.arrayBuffer());
  const whole = toFloatImage(await codec.decode(bytes, source.name));
  const size = like ?? filmSize(whole, SIDE);
  const { width, height } = size;
  const pose = placedPose(source.place, origin);
  const image = resizeImage(cropToAspect(whole, width / height), width, height);
  return { image, pose: pose && cutPose(pose, whole, size) };
}
