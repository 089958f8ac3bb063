import type { FrameSource } from '../frames/source.ts';
import { createProceduralSource } from '../frames/sources/procedural/source.ts';
import type { Params } from '../project/schema.ts';
import { filmSize } from './prepare.ts';

/** The street's own shape. */
const SHAPE = { width: 1280, height: 720 };

/** The built-in street as frames, drawn at the size of the film so that none is scaled. @param frames of the drive, from 1 */
export function openDemoSource(frames: number, params: Pick<Params, 'input_max_size' | 'job_seed'>): FrameSource {
  return createProceduralSource({ frames, seed: params.job_seed, size: filmSize(SHAPE, params.input_max_size) });
}
