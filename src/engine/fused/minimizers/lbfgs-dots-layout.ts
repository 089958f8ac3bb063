import { groups } from '../../../gpu/kernel.ts';
import { packedLength } from './packing.ts';
import { codeConstants } from './state-layout.ts';

/**
 * Dot products of one evaluation, with s = trial − x, y = gradient at the trial − gradient at x, and g the gradient at the trial.
 * First those of the trial alone, then five for each slot.
 */
export const TRIAL_DOTS = {
  s_s: 0,
  s_y: 1,
  y_y: 2,
  g_s: 3,
  g_y: 4,
  g_g: 5,
  /** sum of absolute values of g */
  g_norm1: 6,
  /** slope along the direction */
  g_d: 7,
} as const;

/** With the pair (s_j, y_j) in slot j. */
export const SLOT_DOTS = { s_yj: 0, sj_y: 1, y_yj: 2, g_sj: 3, g_yj: 4 } as const;

export const TRIAL_DOT_COUNT = Object.keys(TRIAL_DOTS).length;
export const SLOT_DOT_COUNT = Object.keys(SLOT_DOTS).length;

/** Invocations of a workgroup of the dot kernel. */
export const DOT_THREADS = 64;
/** Slots that one workgroup multiplies with in one reading of s, y and g; the kernel names them one by one. */
export const DOT_TILE = 4;
/**
 * Packed `vec4f` that an invocation adds up before the tree, at least: the tree costs as much as ten of them on a software adapter.
 * At 1280×720 it is about forty, few enough for single precision.
 */
const ITEMS = 16;
const MAX_CHUNKS = 256;

/** Workgroups that share a dot product. */
export function dotChunks(pixels: number): number {
  return Math.min(MAX_CHUNKS, groups(packedLength(pixels), DOT_THREADS * ITEMS));
}

/** Dot products of an evaluation. */
export function dotCount(history: number): number {
  return TRIAL_DOT_COUNT + SLOT_DOT_COUNT * history;
}

/** WGSL constants of the layout. */
export const DOTS_LAYOUT_WGSL = [
  codeConstants('DOT', TRIAL_DOTS),
  codeConstants('SLOT', SLOT_DOTS),
  `const TRIAL_DOTS = ${TRIAL_DOT_COUNT}u;\nconst SLOT_DOTS = ${SLOT_DOT_COUNT}u;\n`,
  `const THREADS = ${DOT_THREADS}u;\nconst TILE = ${DOT_TILE}u;\n`,
].join('');
