import { type BufferRange, type Dispatch, groups, type Kernel, packUniform } from '../../../gpu/kernel.ts';
import { each } from './each.ts';
import { enableText, type Storage, storedVector } from './storage.ts';

/** Side of the square of a Gram matrix that one workgroup makes. */
const SIDE = 64;
/** Positions staged at a time. */
const STEP = 16;
/** Elements that a workgroup of the second stage makes, and invocations that share the parts of each. */
const FINISH = 32;
const SHARERS = 8;

/** How the sum over positions is split. */
export interface GramSplit {
  readonly channels: number;
  readonly positions: number;
  /** squares of the upper triangle, the diagonal included */
  readonly squares: number;
  /** parts of the sum over positions */
  readonly parts: number;
  /** positions of one part, a multiple of the step */
  readonly perPart: number;
}

/**
 * Splits so that at least `workgroups` work at once where there are positions enough.
 * @param most bytes of the partial sums, unless one part takes more
 */
export function gramSplit(
  channels: number,
  positions: number,
  workgroups = 1024,
  most = Number.POSITIVE_INFINITY,
): GramSplit {
  const across = Math.ceil(channels / SIDE);
  const squares = (across * (across + 1)) / 2;
  const room = Math.floor(most / (4 * squares * SIDE * SIDE));
  const wanted = Math.max(1, Math.min(Math.ceil(workgroups / squares), room));
  const perPart = Math.ceil(Math.max(positions / wanted, 4 * STEP) / STEP) * STEP;
  return { channels, positions, squares, parts: Math.ceil(positions / perPart), perPart };
}

/** Floats of the partial sums. */
export function gramPartialFloats({ squares, parts }: GramSplit): number {
  return squares * parts * SIDE * SIDE;
}

/** Partial losses that the second stage writes, one for each workgroup. */
export function gramLossFloats({ squares }: GramSplit): number {
  return (squares * SIDE * SIDE) / FINISH;
}

/** WGSL: the square of the upper triangle by its number, row by row. */
const SQUARE = (across: number) => /* wgsl */ `
fn squareOf(number: u32) -> vec2u {
  var row = 0u;
  var left = number;
  while (left >= ${across}u - row) {
    left -= ${across}u - row;
    row++;
  }
  return vec2u(row, row + left);
}`;

/**
 * First stage: sums of FᵀF over a part of the positions, one square of the upper triangle a workgroup.
 * @param storage of the features
 * @param windowed whether a dispatch makes some of the parts, and its binding shows a window of the features
 */
export function gramPartial(channels: number, storage: Storage = 'f32', windowed = false): Kernel {
  const part = windowed ? '(g.firstPart + group.y)' : 'group.y';
  const stored = storedVector(storage);
  const n4 = channels / 4;
  const across = Math.ceil(channels / SIDE);
  const threads = 64;
  const loads = (STEP * SIDE) / 4 / threads;
  const fetch = (operand: string, origin: string, position: string) =>
    each(loads, (i) => {
      const group = `${origin} + (thread + ${i * threads}u) % 16u`;
      const place = `${position} + (thread + ${i * threads}u) / 16u`;
      const inside = `${place} < until${channels % SIDE === 0 ? '' : ` && ${group} < ${n4}u`}`;
      // Past the end the last position stands in, times nothing.
      const at = `min(${place}, g.positions - 1u) * ${n4}u + min(${group}, ${n4 - 1}u)`;
      return `${operand}${i} = select(vec4f(), vec4f(features[${at}${windowed ? ' - g.base' : ''}]), ${inside});`;
    }).join('\n    ');
  const stage = (operand: string, from: string) =>
    each(loads, (i) => `${operand}[thread + ${i * threads}u] = ${from}${i};`).join(' ');
  const lanes = ['x', 'y', 'z', 'w'];
  const code = /* wgsl */ `// Gram matrix FᵀF of ${channels} channels, first stage: ${SIDE}×${SIDE} elements over a part of the positions, 8×8 an invocation.
${enableText([stored])}
struct Split { positions: u32, perPart: u32, parts: u32${windowed ? ', firstPart: u32, base: u32' : ''} }
@group(0) @binding(0) var<storage, read> features: array<${stored}>;
@group(0) @binding(1) var<storage, read_write> partials: array<vec4f>;
@group(0) @binding(2) var<uniform> g: Split;

var<workgroup> left: array<vec4f, ${(STEP * SIDE) / 4}>;
var<workgroup> right: array<vec4f, ${(STEP * SIDE) / 4}>;
${SQUARE(across)}

@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let square = squareOf(group.x);
  let leftOrigin = square.x * 16u;
  let rightOrigin = square.y * 16u;
  let row = thread / 8u;
  let column = thread % 8u;
  let until = min((${part} + 1u) * g.perPart, g.positions);
  ${each(8, (i) => each(2, (j) => `var s${i}${j} = vec4f();`).join(' ')).join('\n  ')}
  ${each(loads, (i) => `var nl${i} = vec4f(); var nr${i} = vec4f();`).join(' ')}
  var position = ${part} * g.perPart;
  ${fetch('nl', 'leftOrigin', 'position')}
  ${fetch('nr', 'rightOrigin', 'position')}
  while (position < until) {
    ${stage('left', 'nl')}
    ${stage('right', 'nr')}
    workgroupBarrier();
    // The next positions are on their way while these are multiplied.
    position += ${STEP}u;
    ${fetch('nl', 'leftOrigin', 'position')}
    ${fetch('nr', 'rightOrigin', 'position')}
    for (var p = 0u; p < ${STEP}u; p++) {
      let l0 = left[p * 16u + row];
      let l1 = left[p * 16u + 8u + row];
      let r0 = right[p * 16u + column];
      let r1 = right[p * 16u + 8u + column];
      ${each(2, (h) => lanes.map((lane, i) => each(2, (j) => `s${h * 4 + i}${j} += l${h}.${lane} * r${j};`).join(' ')).join('\n      ')).join('\n      ')}
    }
    workgroupBarrier();
  }
  let base = (group.x * g.parts + ${part}) * ${(SIDE * SIDE) / 4}u;
  ${each(2, (h) => each(4, (i) => each(2, (j) => `partials[base + (${h * 32}u + row * 4u + ${i}u) * 16u + ${j * 8}u + column] = s${h * 4 + i}${j};`).join(' ')).join('\n  ')).join('\n  ')}
}
`;
  return { label: 'Gram partial', code, buffers: ['read', 'read-write'], uniform: true };
}

/**
 * Second stage: adds the parts, divides by the positions, and takes the distance to the target: `difference` = factor·(G − A) (both halves),
 * and ‖G − A‖² as one partial loss for each workgroup.
 */
export function gramFinish(channels: number): Kernel {
  const across = Math.ceil(channels / SIDE);
  const code = /* wgsl */ `// Gram matrix of ${channels} channels, second stage: sum of the parts, difference to the target, squared distance.
struct Finish { parts: u32, lossFirst: u32, scale: f32, factor: f32 }
@group(0) @binding(0) var<storage, read> partials: array<f32>;
@group(0) @binding(1) var<storage, read> target_: array<f32>;
@group(0) @binding(2) var<storage, read_write> difference: array<f32>;
@group(0) @binding(3) var<storage, read_write> losses: array<f32>;
@group(0) @binding(4) var<uniform> g: Finish;

var<workgroup> sums: array<f32, ${FINISH * SHARERS}>;
${SQUARE(across)}

@compute @workgroup_size(${FINISH * SHARERS})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let square = squareOf(group.y);
  let element = group.x * ${FINISH}u + thread % ${FINISH}u;
  let row = square.x * ${SIDE}u + element / ${SIDE}u;
  let column = square.y * ${SIDE}u + element % ${SIDE}u;
  var sum = 0.0;
  for (var part = thread / ${FINISH}u; part < g.parts; part += ${SHARERS}u) {
    sum += partials[(group.y * g.parts + part) * ${SIDE * SIDE}u + element];
  }
  sums[thread] = sum;
  for (var half = ${(FINISH * SHARERS) / 2}u; half >= ${FINISH}u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) { sums[thread] += sums[thread + half]; }
  }
  var apart = 0.0;
  if (thread < ${FINISH}u && row < ${channels}u && column < ${channels}u) {
    apart = sums[thread] * g.scale - target_[row * ${channels}u + column];
    difference[row * ${channels}u + column] = apart * g.factor;
    if (square.x != square.y) { difference[column * ${channels}u + row] = apart * g.factor; }
  }
  workgroupBarrier();
  // A square off the diagonal stands for its mirror image too.
  sums[thread] = apart * apart * select(2.0, 1.0, square.x == square.y);
  for (var half = ${FINISH / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) { sums[thread] += sums[thread + half]; }
  }
  if (thread == 0u) { losses[g.lossFirst + group.y * ${(SIDE * SIDE) / FINISH}u + group.x] = sums[0]; }
}
`;
  return { label: 'Gram difference', code, buffers: ['read', 'read', 'read-write', 'read-write'], uniform: true };
}

/** The buffers of one style layer. */
export interface GramBuffers {
  /** [positions, channels] */
  readonly features: BufferRange;
  readonly partials: BufferRange;
  /** Ā, [channels, channels] */
  readonly target: BufferRange;
  readonly difference: BufferRange;
  readonly losses: BufferRange;
}

/** Some of the parts, and the window of the features that they are made of. */
export interface GramWindow {
  readonly firstPart: number;
  readonly parts: number;
  /** vectors of the features before the window */
  readonly base: number;
  readonly features: BufferRange;
}

/**
 * Both stages.
 * @param factor of `difference`
 * @param lossFirst where the partial losses begin
 * @param windows where the first stage's kernel is windowed: all parts between them
 */
export function gramDispatches(
  kernels: { readonly partial: Kernel; readonly finish: Kernel },
  split: GramSplit,
  buffers: GramBuffers,
  factor: number,
  lossFirst: number,
  windows?: readonly GramWindow[],
): Dispatch[] {
  const { positions, perPart, parts, squares } = split;
  const { features, partials, target, difference, losses } = buffers;
  const whole = [{ u32: positions }, { u32: perPart }, { u32: parts }];
  const first = windows
    ? windows.map((window) => ({
        kernel: kernels.partial,
        buffers: [window.features, partials],
        uniform: packUniform(...whole, { u32: window.firstPart }, { u32: window.base }),
        grid: [squares, window.parts, 1] as const,
      }))
    : [
        {
          kernel: kernels.partial,
          buffers: [features, partials],
          uniform: packUniform(...whole),
          grid: [squares, parts, 1] as const,
        },
      ];
  return [
    ...first,
    {
      kernel: kernels.finish,
      buffers: [partials, target, difference, losses],
      uniform: packUniform({ u32: parts }, { u32: lossFirst }, { f32: 1 / positions }, { f32: factor }),
      grid: [groups(SIDE * SIDE, FINISH), squares, 1],
    },
  ];
}
