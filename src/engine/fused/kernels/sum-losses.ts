import { type BufferRange, type Dispatch, type Kernel, packUniform, type Scalar } from '../../../gpu/kernel.ts';
import { reduceText } from './reduce-text.ts';

const WORKGROUP = 256;
/** Segments that one uniform block holds. */
const MOST = 64;

/** The terms, in the order in which `totals` holds them. */
const TERMS = ['content', 'style', 'tv', 'temporal'] as const;
export type Term = (typeof TERMS)[number];

/** Partial losses of one part of the objective. */
export interface LossSegment {
  readonly term: Term;
  readonly first: number;
  readonly count: number;
  readonly factor: number;
}

/** All partial losses to one number for each term. One workgroup: there are a few thousand of them. */
const sumLosses: Kernel = {
  label: 'sum of losses',
  code: /* wgsl */ `// Partial losses to totals of content, style, total variation and temporal loss.
struct Segment { term: u32, first: u32, count: u32, factor: f32 }
struct Segments { count: vec4u, list: array<Segment, ${MOST}> }
@group(0) @binding(0) var<storage, read> losses: array<f32>;
@group(0) @binding(1) var<storage, read_write> totals: array<f32>;
@group(0) @binding(2) var<uniform> g: Segments;

var<workgroup> sums: array<f32, ${WORKGROUP}>;

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) thread: u32) {
  var found = vec4f();
  for (var s = 0u; s < g.count.x; s++) {
    let segment = g.list[s];
    var sum = 0.0;
    for (var i = thread; i < segment.count; i += ${WORKGROUP}u) { sum += losses[segment.first + i]; }
    sums[thread] = sum;
    ${reduceText('sums', WORKGROUP)}
    workgroupBarrier();
    if (thread == 0u) { found[segment.term] += segment.factor * sums[0]; }
    workgroupBarrier();
  }
  if (thread == 0u) {
    totals[0] = found.x;
    totals[1] = found.y;
    totals[2] = found.z;
    totals[3] = found.w;
  }
}
`,
  buffers: ['read', 'read-write'],
  uniform: true,
};

/** @param buffers partial losses, totals @throws RangeError where there are more segments than a uniform block holds */
export function sumLossesDispatch(buffers: readonly BufferRange[], segments: readonly LossSegment[]): Dispatch {
  if (segments.length > MOST) throw new RangeError(`sum of losses: ${segments.length} parts, at most ${MOST}`);
  const empty: Scalar[] = Array.from({ length: 4 * (MOST - segments.length) }, () => ({ u32: 0 }));
  const list = segments.flatMap(({ term, first, count, factor }): Scalar[] => [
    { u32: TERMS.indexOf(term) },
    { u32: first },
    { u32: count },
    { f32: factor },
  ]);
  const count = [segments.length, 0, 0, 0].map((u32) => ({ u32 }));
  return { kernel: sumLosses, buffers, uniform: packUniform(...count, ...list, ...empty), grid: [1, 1, 1] };
}
