import type { Size } from '../../../core/image.ts';
import { type BufferRange, type Dispatch, type Kernel, packUniform } from '../../../gpu/kernel.ts';
import type { TemporalCriterion } from '../../losses/temporal.ts';
import { flatGrid } from './geometry.ts';
import { reduceText } from './reduce-text.ts';

const WORKGROUP = 256;

/** Partial losses that the kernel writes: as many of total variation, then as many of the temporal term. */
export function imageLossFloats({ width, height }: Size): number {
  const [x, y] = flatGrid(width * height, WORKGROUP);
  return x * y;
}

/**
 * The terms of the image itself: total variation and distance to warped earlier frames, as partial sums, and their gradient, which is what the
 * network's is added to.
 * @param windowed whether a dispatch makes a band of the image: the image and its gradient are bound in windows, and of the warped frames
 * there are the band's rows alone
 */
export function imageTerms(criterion: TemporalCriterion, windowed = false): Kernel {
  const own = windowed ? 'own' : 'i';
  const less = windowed ? ' - g.imageBase' : '';
  const [value, slope] =
    criterion === 'mse'
      ? ['d * d', '2.0 * d']
      : ['min(abs(d), vec3f(1.0)) * (abs(d) - 0.5 * min(abs(d), vec3f(1.0)))', 'clamp(d, vec3f(-1.0), vec3f(1.0))'];
  const code = /* wgsl */ `// Total variation (anisotropic) and temporal loss (${criterion}) of an image, with their gradient.
struct Image { width: u32, height: u32, targets: u32, lossFirst: u32, tv: f32, temporal: f32${windowed ? ', temporalFirst: u32, first: u32, pixels: u32, imageBase: u32, gradientBase: u32' : ''} }
@group(0) @binding(0) var<storage, read> image: array<vec4f>;
// RGB of the warped frame and its reliability, one picture after the other
@group(0) @binding(1) var<storage, read> warped: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> gradient: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> losses: array<f32>;
@group(0) @binding(4) var<uniform> g: Image;

var<workgroup> sums: array<vec2f, ${WORKGROUP}>;

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) grid: vec3u, @builtin(local_invocation_index) thread: u32) {
  let place = group.x + group.y * grid.x;
  let ${own} = place * ${WORKGROUP}u + thread;
  ${windowed ? 'let i = g.first + own;\n  let pixels = g.pixels;' : 'let pixels = g.width * g.height;'}
  sums[thread] = vec2f();
  if (${own} < pixels) {
    let x = i % g.width;
    let y = i / g.width;
    let here = image[i${less}].rgb;
    var slope = vec3f();
    var variation = vec3f();
    if (x + 1u < g.width) {
      let d = image[i + 1u${less}].rgb - here;
      variation += abs(d);
      slope -= sign(d);
    }
    if (y + 1u < g.height) {
      let d = image[i + g.width${less}].rgb - here;
      variation += abs(d);
      slope -= sign(d);
    }
    if (x > 0u) { slope += sign(here - image[i - 1u${less}].rgb); }
    if (y > 0u) { slope += sign(here - image[i - g.width${less}].rgb); }
    var gradient3 = g.tv * slope;
    var apart = 0.0;
    for (var k = 0u; k < g.targets; k++) {
      let wanted = warped[k * pixels + ${own}];
      let d = here - wanted.rgb;
      let distance3 = ${value};
      apart += wanted.a * (distance3.x + distance3.y + distance3.z);
      gradient3 += g.temporal * wanted.a * (${slope});
    }
    gradient[i${windowed ? ' - g.gradientBase' : ''}] = vec4f(gradient3, 0.0);
    sums[thread] = vec2f(variation.x + variation.y + variation.z, apart);
  }
  ${reduceText('sums', WORKGROUP)}
  if (thread == 0u) {
    losses[g.lossFirst + place] = sums[0].x;
    losses[${windowed ? 'g.temporalFirst' : 'g.lossFirst + grid.x * grid.y'} + place] = sums[0].y;
  }
}
`;
  return { label: 'image terms', code, buffers: ['read', 'read', 'read-write', 'read-write'], uniform: true };
}

/** What the image terms of one picture are made with. */
export interface ImageTerms {
  readonly size: Size;
  /** warped frames */
  readonly targets: number;
  /** factor of the total variation */
  readonly tv: number;
  /** factor of one squared difference */
  readonly temporal: number;
  readonly lossFirst: number;
}

/** A band of an image, where the kernel is windowed. */
export interface ImageTermsBand {
  /** pixels before it, and of it */
  readonly first: number;
  readonly pixels: number;
  /** pixels before the windows */
  readonly imageBase: number;
  readonly gradientBase: number;
  /** where its partial losses of the temporal term begin; those of total variation begin at `lossFirst` */
  readonly temporalFirst: number;
}

/** @param buffers image, warped frames, gradient, partial losses */
export function imageTermsDispatch(
  kernel: Kernel,
  buffers: readonly BufferRange[],
  terms: ImageTerms,
  band?: ImageTermsBand,
): Dispatch {
  const words = band ? [band.temporalFirst, band.first, band.pixels, band.imageBase, band.gradientBase] : [];
  const { size, targets, tv, temporal, lossFirst } = terms;
  return {
    kernel,
    buffers,
    uniform: packUniform(
      { u32: size.width },
      { u32: size.height },
      { u32: targets },
      { u32: lossFirst },
      { f32: tv },
      { f32: temporal },
      ...words.map((u32) => ({ u32 })),
    ),
    grid: flatGrid(band?.pixels ?? size.width * size.height, WORKGROUP),
  };
}
