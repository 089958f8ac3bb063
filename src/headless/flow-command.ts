import { PleinAirError } from '../core/errors.ts';
import type { FlowField, FlowPair, Mask } from '../core/field.ts';
import { type RgbaImage, type Size, toFloatImage, toRgbaImage } from '../core/image.ts';
import { cameraWords, fieldOfView, noCameraWords } from '../flow/camera-words.ts';
import { flowColours, largestMotion } from '../flow/colours.ts';
import { depthColours, knownDepths, nearestShown } from '../flow/epipolar/depth-colours.ts';
import { readFlo, writeFlo } from '../flow/flo.ts';
import { writePgm } from '../flow/pgm.ts';
import { reliability } from '../flow/reliability.ts';
import { warpBackward } from '../flow/warp.ts';
import { readPlacement } from '../frames/sources/files/placement.ts';
import type { DeviceProvider } from '../platform/device-provider.ts';
import type { ImageCodec } from '../platform/image-codec.ts';
import { createParams } from '../project/resolve.ts';
import { openFlow } from '../render/open-flow.ts';
import { writeWholeFile } from './film-file.ts';
import type { FlowOptions } from './flow-options.ts';
import { readPoses } from './pose-file.ts';
import { readBytes } from './read-file.ts';

/** Flow counts as trusted above this weight when it is told. */
const TRUSTED = 0.5;
/** Fields of view farther apart than this are two lenses, degrees. */
const SAME_LENS = 0.05;

/** What the command works with. */
export interface FlowPorts {
  readonly codec: ImageCodec;
  readonly devices: DeviceProvider;
  /** a line for the person */
  readonly say: (line: string) => void;
}

type EstimateOptions = Extract<FlowOptions, { kind: 'estimate' }>;
type CheckOptions = Extract<FlowOptions, { kind: 'check' }>;

/** Does what the command line asks for, and writes its files. @throws PleinAirError naming the file and what is wrong with it */
export function runFlow(options: FlowOptions, ports: FlowPorts, signal?: AbortSignal): Promise<void> {
  return options.kind === 'check' ? checkFields(options, ports) : estimate(options, ports, signal);
}

async function estimate(options: EstimateOptions, ports: FlowPorts, signal: AbortSignal | undefined): Promise<void> {
  const { image: a, fov: fovA } = await readPicture(options.a, 'Picture A', ports.codec);
  const { image: b, fov: fovB } = await readPicture(options.b, 'Picture B', ports.codec);
  checkSameSize([options.a, a], [options.b, b], 'Scale or crop one of them: both pictures must have one size.');
  const params = createParams({ ...options.overrides, job_device: options.device });
  const fov = options.fov ?? commonFov(fovA, fovB);
  const motion = options.pose === undefined ? null : await readMotion(options.pose);
  const camera = params.flow_method === 'auto' ? { fov, motion } : undefined;
  const flow = await openFlow(params, ports.devices);
  try {
    ports.say(`Device: ${flow.adapter}`);
    const pair = await flow.estimator.estimate(toFloatImage(a), toFloatImage(b), { signal, camera });
    await writeWholeFile(options.out, writeFlo(pair.forward));
    if (options.back) await writeWholeFile(options.back, writeFlo(pair.backward));
    if (options.mask) await writeWholeFile(options.mask, writePgm(pair.reliability.forward));
    if (options.warp) {
      const { image } = warpBackward(toFloatImage(b), pair.forward, { interpolation: params.flow_warp });
      await writeWholeFile(options.warp, await ports.codec.encodePng(toRgbaImage(image)));
    }
    tell(options, pair.forward, pair.reliability.forward, ports);
    await writeColours(options, pair.forward, ports);
    tellCamera(pair, ports);
    await writeDepth(options, pair, ports);
  } finally {
    flow.dispose();
  }
}

async function checkFields(options: CheckOptions, ports: FlowPorts): Promise<void> {
  const forward = await readField(options.forward);
  const backward = await readField(options.backward);
  const remedy = 'Give the two fields of one pair of pictures: there and back.';
  checkSameSize([options.forward, forward], [options.backward, backward], remedy);
  const mask = reliability(forward, backward, createParams(options.overrides));
  await writeWholeFile(options.out, writePgm(mask));
  tell(options, forward, mask, ports);
  await writeColours(options, forward, ports);
}

/** What came out, in a line. */
function tell({ out }: FlowOptions, field: FlowField, mask: Mask, { say }: FlowPorts): void {
  const trusted = mask.data.reduce((count, weight) => count + (weight > TRUSTED ? 1 : 0), 0) / mask.data.length;
  const largest = largestMotion(field).toFixed(1);
  say(
    `${out}: ${field.width}×${field.height} px, longest motion ${largest} px, ${Math.round(100 * trusted)} % trusted`,
  );
}

/** How the camera moved, in a line, or why none gives the motion; nothing where none was looked for. */
function tellCamera({ search, geometry, forward }: FlowPair, { say }: FlowPorts): void {
  if (!search) return;
  if (!geometry) {
    say(`No moving camera was used: ${noCameraWords(search)}; every pixel was searched by itself`);
    return;
  }
  const { camera, epipolar } = geometry;
  const share = epipolar.forward.data.reduce((sum, follows) => sum + follows, 0) / epipolar.forward.data.length;
  say(
    `Camera: ${cameraWords(camera)}; field of view ${fieldOfView(camera, forward.width).toFixed(1)}°; ` +
      `${search.inliers} of ${search.matches} matches follow it; ${Math.round(100 * share)} % of the pixels follow their epipolar lines`,
  );
}

/** @throws PleinAirError kind `input` where a depth picture is asked for and no moving camera was found */
async function writeDepth({ depth }: EstimateOptions, pair: FlowPair, { codec, say }: FlowPorts): Promise<void> {
  if (!depth) return;
  const { geometry, forward, reliability } = pair;
  if (!geometry) {
    throw new PleinAirError(
      'input',
      `${depth} was not written: there is no depth without a moving camera.`,
      'Give pictures from two places, or leave --depth out; --fov and --pose help where they are known.',
    );
  }
  const depths = knownDepths(geometry.camera, forward, geometry.epipolar.forward, reliability.forward);
  const nearest = nearestShown(depths);
  await writeWholeFile(depth, await codec.encodePng(depthColours(depths, forward, nearest)));
  const near = nearest > 0 ? `${(1 / nearest).toFixed(1)} × the way between the cameras or nearer` : 'nothing';
  say(`${depth}: brightest is ${near}, darkest is infinitely far; clear where depth is not known`);
}

async function writeColours({ viz, largest }: FlowOptions, field: FlowField, ports: FlowPorts): Promise<void> {
  if (!viz) return;
  const full = largest ?? largestMotion(field);
  await writeWholeFile(viz, await ports.codec.encodePng(flowColours(field, full)));
  ports.say(
    `${viz}: full colour is ${full.toFixed(1)} px; right red, down yellow, left blue-green, up violet, white no motion`,
  );
}

/** A picture with its horizontal field of view in degrees, where its EXIF tells. */
async function readPicture(
  path: string,
  what: string,
  codec: ImageCodec,
): Promise<{ readonly image: RgbaImage; readonly fov: number | undefined }> {
  const bytes = await readBytes(path, what);
  return { image: await codec.decode(bytes, path), fov: readPlacement(bytes).place?.fov };
}

/** @returns null where neither tells, or they are two lenses */
function commonFov(a: number | undefined, b: number | undefined): number | null {
  if (a !== undefined && b !== undefined && Math.abs(a - b) > SAME_LENS) return null;
  return a ?? b ?? null;
}

async function readMotion(path: string) {
  return readPoses(new TextDecoder().decode(await readBytes(path, 'The pose file')), path);
}

async function readField(path: string): Promise<FlowField> {
  return readFlo(await readBytes(path, 'The flow file'), path);
}

function checkSameSize([one, a]: [string, Size], [other, b]: [string, Size], remedy: string): void {
  if (a.width === b.width && a.height === b.height) return;
  const of = (name: string, { width, height }: Size) => `${name} is ${width}×${height} px`;
  throw new PleinAirError('input', `${of(one, a)}, and ${of(other, b)}.`, remedy);
}
