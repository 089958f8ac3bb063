import { PleinAirError } from '../core/errors.ts';
import type { FlowField, Mask } from '../core/field.ts';
import { type RgbaImage, type Size, toFloatImage, toRgbaImage } from '../core/image.ts';
import { flowColours, largestMotion } from '../flow/colours.ts';
import { readFlo, writeFlo } from '../flow/flo.ts';
import { writePgm } from '../flow/pgm.ts';
import { reliability } from '../flow/reliability.ts';
import { warpBackward } from '../flow/warp.ts';
import type { DeviceProvider } from '../platform/device-provider.ts';
import type { ImageCodec } from '../platform/image-codec.ts';
import { createParams } from '../project/resolve.ts';
import { openFlow } from '../render/open-flow.ts';
import { writeWholeFile } from './film-file.ts';
import type { FlowOptions } from './flow-options.ts';
import { readBytes } from './read-file.ts';

/** Flow counts as trusted above this weight when it is told. */
const TRUSTED = 0.5;

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
  const a = await readPicture(options.a, 'Picture A', ports.codec);
  const b = await readPicture(options.b, 'Picture B', ports.codec);
  checkSameSize([options.a, a], [options.b, b], 'Scale or crop one of them: both pictures must have one size.');
  const params = createParams({ ...options.overrides, job_device: options.device });
  const flow = await openFlow(params, ports.devices);
  try {
    ports.say(`Device: ${flow.adapter}`);
    const pair = await flow.estimator.estimate(toFloatImage(a), toFloatImage(b), { signal });
    await writeWholeFile(options.out, writeFlo(pair.forward));
    if (options.back) await writeWholeFile(options.back, writeFlo(pair.backward));
    if (options.mask) await writeWholeFile(options.mask, writePgm(pair.reliability.forward));
    if (options.warp) {
      const { image } = warpBackward(toFloatImage(b), pair.forward, { interpolation: params.flow_warp });
      await writeWholeFile(options.warp, await ports.codec.encodePng(toRgbaImage(image)));
    }
    tell(options, pair.forward, pair.reliability.forward, ports);
    await writeColours(options, pair.forward, ports);
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

async function writeColours({ viz, largest }: FlowOptions, field: FlowField, ports: FlowPorts): Promise<void> {
  if (!viz) return;
  const full = largest ?? largestMotion(field);
  await writeWholeFile(viz, await ports.codec.encodePng(flowColours(field, full)));
  ports.say(
    `${viz}: full colour is ${full.toFixed(1)} px; right red, down yellow, left blue-green, up violet, white no motion`,
  );
}

async function readPicture(path: string, what: string, codec: ImageCodec): Promise<RgbaImage> {
  return codec.decode(await readBytes(path, what), path);
}

async function readField(path: string): Promise<FlowField> {
  return readFlo(await readBytes(path, 'The flow file'), path);
}

function checkSameSize([one, a]: [string, Size], [other, b]: [string, Size], remedy: string): void {
  if (a.width === b.width && a.height === b.height) return;
  const of = (name: string, { width, height }: Size) => `${name} is ${width}×${height} px`;
  throw new PleinAirError('input', `${of(one, a)}, and ${of(other, b)}.`, remedy);
}
