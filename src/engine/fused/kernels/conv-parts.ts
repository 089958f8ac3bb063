import type { Pooling } from '../../objective-params.ts';
import type { WindowedEnd } from './geometry.ts';
import { enableText, type Storage, type StoredVector, storedVector } from './storage.ts';

/** Where a convolution takes its input from: a map of its own size, or the pooled gradient above it, spread out by the mask. */
export type ConvSource = { readonly kind: 'map' } | { readonly kind: 'unpool'; readonly pooling: Pooling };

/** What becomes of a convolution's result. */
export type ConvResult =
  | {
      readonly kind: 'forward';
      /** store the map before its ReLU */
      readonly conv: boolean;
      /** store the map after its ReLU */
      readonly relu: boolean;
      /** store the 2×2-pooled map */
      readonly pool: Pooling | null;
      /** store one bit for each activation: whether its gradient passes (with max pooling also whether it is the largest) */
      readonly mask: boolean;
    }
  | {
      readonly kind: 'backward';
      /** gradient of the layer's input: as it is, where the mask lets it pass, or added to what is there */
      readonly store: 'plain' | 'masked' | 'added';
    };

/** Storage buffers in the order of their bindings. */
export interface Binding {
  readonly name: string;
  readonly type: StoredVector | 'u32';
  readonly access: 'read' | 'read-write';
}

/** What comes before all else in a kernel with these bindings. */
export function headText(bindings: readonly Binding[]): string {
  return enableText(bindings.map(({ type }) => type));
}

export function bindingText(bindings: readonly Binding[], uniform: string | null): string {
  const lines = bindings.map(
    ({ name, type, access }, i) =>
      `@group(0) @binding(${i}) var<storage, ${access === 'read' ? 'read' : 'read_write'}> ${name}: array<${type}>;`,
  );
  if (uniform) lines.push(`@group(0) @binding(${bindings.length}) var<uniform> g: ${uniform};`);
  return lines.join('\n');
}

/** Bindings of a source, in order. */
export function sourceBindings(source: ConvSource, storage: Storage): Binding[] {
  const map: Binding = { name: 'source', type: storedVector(storage), access: 'read' };
  return source.kind === 'map' ? [map] : [map, { name: 'sourceMask', type: 'u32', access: 'read' }];
}

/** WGSL: what an index into a tensor is less by where its binding shows a window of it. */
function lessBase(end: WindowedEnd, windowed: boolean): string {
  return windowed ? ` - g.${end}Base` : '';
}

/**
 * `fn load(y, x, c)`: four channels of the input at a pixel, 0 outside (zero padding).
 * @param groups channels/4 of the input
 * @param windowed whether the bindings show windows
 */
export function loadText(source: ConvSource, groups: number, windowed = false): string {
  const [less, lessMask] = [lessBase('source', windowed), lessBase('sourceMask', windowed)];
  if (source.kind === 'map') {
    return /* wgsl */ `
fn load(y: i32, x: i32, c: u32) -> vec4f {
  // A negative place is a large one as u32. No branches: software adapters compile them slowly.
  let inside = (u32(y) < g.height) & (u32(x) < g.width);
  let at = select(0u, (u32(y) * g.width + u32(x)) * ${groups}u + c${less}, inside);
  return select(vec4f(), vec4f(source[at]), inside);
}`;
  }
  // Average pooling hands a quarter to each of the four; max pooling all to the largest, which the mask marks.
  const share = source.pooling === 'avg' ? 0.25 : 1;
  return /* wgsl */ `
fn load(y: i32, x: i32, c: u32) -> vec4f {
  let v = u32(y >> 1u);
  let u = u32(x >> 1u);
  let inside = (v < g.pooledHeight) & (u < g.pooledWidth);
  let word = select(0u, sourceMask[select(0u, (v * g.tilesAcross + u32(x >> 2u)) * ${groups}u + c${lessMask}, inside)], inside);
  let bits = (vec4u(word) >> (vec4u(0u, 1u, 2u, 3u) + u32(((y & 1) * 4 + (x & 3)) * 4))) & vec4u(1u);
  return vec4f(bits) * ${share} * vec4f(source[select(0u, (v * g.pooledWidth + u) * ${groups}u + c${less}, inside)]);
}`;
}

/** Bindings of a result, in order. */
export function resultBindings(result: ConvResult, storage: Storage): Binding[] {
  const write = (name: string, type: Binding['type'] = storedVector(storage)): Binding => ({
    name,
    type,
    access: 'read-write',
  });
  if (result.kind === 'backward') {
    const masked: Binding[] = result.store === 'masked' ? [{ name: 'mask', type: 'u32', access: 'read' }] : [];
    return [write('output'), ...masked];
  }
  return [
    { name: 'bias', type: 'vec4f', access: 'read' },
    ...(result.conv ? [write('conv')] : []),
    ...(result.relu ? [write('relu')] : []),
    ...(result.pool ? [write('pooled')] : []),
    ...(result.mask ? [write('mask', 'u32')] : []),
  ];
}

const PIXELS = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/**
 * `fn finish(row, column, c, v0 … v7)`: what is done with four channels of a block of 4×2 pixels.
 * @param groups channels/4 of the output
 * @param windowed whether the bindings show windows
 */
export function finishText(result: ConvResult, groups: number, storage: Storage, windowed = false): string {
  const stored = storedVector(storage);
  const parameters = PIXELS.map((i) => `v${i}: vec4f`).join(', ');
  const at = (i: number) =>
    `((y + ${i >> 2}u) * g.width + x + ${i & 3}u) * ${groups}u + c${lessBase('result', windowed)}`;
  const inside = (i: number) => `(y + ${i >> 2}u < g.height && x + ${i & 3}u < g.width)`;
  const head = /* wgsl */ `
fn finish(row: u32, column: u32, c: u32, ${parameters}) {
  let y = row * 2u;
  let x = column * 4u;
  let word = (row * g.tilesAcross + column) * ${groups}u + c${lessBase('mask', windowed)};`;
  if (result.kind === 'backward') {
    const value = (i: number) =>
      result.store === 'masked'
        ? `v${i} * vec4f((vec4u(bits >> ${4 * i}u) >> vec4u(0u, 1u, 2u, 3u)) & vec4u(1u))`
        : result.store === 'added'
          ? `vec4f(output[${at(i)}]) + v${i}`
          : `v${i}`;
    return `${head}
  ${result.store === 'masked' ? 'let bits = mask[word];' : ''}
  ${PIXELS.map((i) => `if ${inside(i)} { output[${at(i)}] = ${stored}(${value(i)}); }`).join('\n  ')}
}`;
  }
  const max = result.pool === 'max';
  const windows = [0, 2] as const;
  const lines = [
    'let b = bias[c];',
    ...PIXELS.map((i) => `let s${i} = v${i} + b;`),
    // Not max(), which may make 0 of a NaN: what left half precision must be seen in the losses.
    ...PIXELS.map((i) => `let r${i} = select(s${i}, vec4f(), s${i} <= vec4f());`),
  ];
  for (const i of PIXELS) {
    const stores = [
      ...(result.conv ? [`conv[${at(i)}] = ${stored}(s${i});`] : []),
      ...(result.relu ? [`relu[${at(i)}] = ${stored}(r${i});`] : []),
    ];
    if (stores.length > 0) lines.push(`if ${inside(i)} { ${stores.join(' ')} }`);
  }
  if (result.pool) {
    for (const i of windows) {
      const four = [i, i + 1, i + 4, i + 5].map((p) => `r${p}`);
      const value = max
        ? `max(max(${four[0]}, ${four[1]}), max(${four[2]}, ${four[3]}))`
        : `(${four.join(' + ')}) * 0.25`;
      lines.push(`let p${i} = ${value};`);
      lines.push(
        `if (row < g.pooledHeight && column * 2u + ${i / 2}u < g.pooledWidth) { pooled[(row * g.pooledWidth + column * 2u + ${i / 2}u) * ${groups}u + c${lessBase('pooled', windowed)}] = ${stored}(p${i}); }`,
      );
    }
  }
  if (result.mask) {
    if (max) {
      // One of equal maxima alone passes its gradient: the last, as tfjs has it.
      for (const i of windows) {
        lines.push(
          `let t${i + 5} = r${i + 5} == p${i};`,
          `let t${i + 4} = (r${i + 4} == p${i}) & !t${i + 5};`,
          `let t${i + 1} = (r${i + 1} == p${i}) & !t${i + 5} & !t${i + 4};`,
          `let t${i} = (r${i} == p${i}) & !t${i + 5} & !t${i + 4} & !t${i + 1};`,
        );
      }
    }
    const passes = (i: number) => (max ? `(r${i} > vec4f()) & t${i}` : `r${i} > vec4f()`);
    lines.push(
      `mask[word] = ${PIXELS.map(
        (i) => `dot(select(vec4u(), vec4u(1u, 2u, 4u, 8u), ${passes(i)}), vec4u(${1})) << ${4 * i}u`,
      )
        .map((text) => `(${text})`)
        .join(' | ')};`,
    );
  }
  return `${head}\n  ${lines.join('\n  ')}\n}`;
}

/**
 * What a tap's gradient holds before a loss adds to it: nothing yet, the gradient from above as it came, or one within the layer's ReLU mask
 * (with what other losses added).
 */
export type GradientBase = 'none' | 'raw' | 'masked';

/** WGSL: the gradient after a loss added `value`, where `gradient` is what it was and `features` what the tap holds, all as vec4f. */
export function seededText(
  tap: 'relu' | 'conv',
  base: GradientBase,
  gradient: string,
  value: string,
  features: string,
): string {
  const there = base === 'none' ? 'vec4f()' : gradient;
  const passes = `${features} > vec4f()`;
  if (tap === 'relu') return `select(vec4f(), ${there} + ${value}, ${passes})`;
  return base === 'raw' ? `select(vec4f(), ${there}, ${passes}) + ${value}` : `${there} + ${value}`;
}
