import type { Size } from '../core/image.ts';
import { layersUpTo } from '../engine/network/layers.ts';
import type { Params } from '../project/schema.ts';
import { filmBudgets } from './plan.ts';

/** What the wasm engine does in a second on one thread of an ordinary processor; 27.7 GFLOP (160×120 px, VGG-19 up to conv5_1) took 2.8 s. */
const FLOPS = 1e10;

/** Longest side at which a film on the processor is a matter of minutes. */
const COMFORTABLE = 192;
/** From here on a person should know before the run what it will cost. */
const LARGE = 256;

/** Seconds that the processor takes for a later frame (or the only one) of a film in all of its passes, roughly: good for telling minutes from days. */
export function processorSeconds(params: Params, size: Size, frames: number): number {
  const later = filmBudgets(params, frames).at(-1) ?? 0;
  const passes = frames === 1 ? 1 : params.video_passes;
  return (passes * later * evaluationFlop(params, size)) / FLOPS;
}

/** Floating-point operations of one evaluation of the objective at full size: the network there and back. */
export function evaluationFlop(params: Pick<Params, 'nn_content_layers' | 'nn_style_layers'>, size: Size): number {
  const pixels = size.width * size.height;
  const layers = layersUpTo([...params.nn_content_layers, ...params.nn_style_layers]);
  const forward = layers.reduce((sum, { block, inputs, outputs }) => {
    return sum + (2 * 9 * inputs * outputs * pixels) / 4 ** (block - 1);
  }, 0);
  // The way back costs as much as the way there.
  return 2 * forward;
}

/** What a person is told where `job_device: auto` found no graphics adapter. */
export function processorWarning(params: Params, size: Size, frames: number): string {
  const said = 'There is no graphics adapter with WebGPU here, so the processor paints (job_device: auto chose wasm).';
  const longest = Math.max(size.width, size.height);
  const seconds = processorSeconds(params, size, frames);
  const cost = `At ${size.width}×${size.height} px a frame takes roughly ${inWords(seconds)}`;
  if (longest <= LARGE) return `${said} ${cost}.`;
  const less = inWords((seconds * COMFORTABLE ** 2) / longest ** 2);
  return `${said} ${cost}; with input_max_size ${COMFORTABLE} it would be ${less}.`;
}

function inWords(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}
