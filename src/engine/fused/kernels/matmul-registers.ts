import { type Dispatch, type Kernel, packUniform } from '../../../gpu/kernel.ts';
import { bindingText, headText } from './conv-parts.ts';
import { each } from './each.ts';
import { flatGrid, flatIndex } from './geometry.ts';
import { type MatmulRun, type MatmulShape, matmulBindings, storeText } from './matmul-parts.ts';
import { F32, storedVector } from './storage.ts';

const WORKGROUP = 64;

/**
 * The product without workgroup memory and barriers: an invocation makes `perRow` × `perColumn` outputs straight from the buffers. Software
 * adapters, whose barriers are dear and whose caches are a processor's, are fastest so.
 */
export function matmulRegisters({ depth, columns, tile, result, storage = F32 }: MatmulShape): Kernel {
  const bindings = matmulBindings(storage);
  const { perRow, perColumn } = tile;
  const [k4, n4, wide] = [depth / 4, columns / 4, perColumn / 4];
  const across = columns / perColumn;
  const lanes = ['x', 'y', 'z', 'w'];
  const code = /* wgsl */ `// Matrix product, depth ${depth}, ${columns} columns: ${perRow}×${perColumn} outputs an invocation, in registers.
${headText(bindings)}
struct Shape { rows: u32, batch: u32 }
${bindingText(bindings, 'Shape')}

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let index = ${flatIndex(WORKGROUP)};
  let column = (index % ${across}u) * ${wide}u;
  let down = (g.rows + ${perRow - 1}u) / ${perRow}u;
  let row = ((index / ${across}u) % down) * ${perRow}u;
  let z = index / ${across}u / down;
  if (z >= g.batch) { return; }
  ${each(perRow, (i) => `let a${i} = (z * g.rows + min(row + ${i}u, g.rows - 1u)) * ${k4}u;`).join('\n  ')}
  let bBase = z * ${depth * n4}u + column;
  ${each(perRow, (i) => each(wide, (j) => `var s${i}_${j} = vec4f();`).join(' ')).join('\n  ')}
  for (var k = 0u; k < ${k4}u; k++) {
    ${each(perRow, (i) => `let v${i} = vec4f(a[a${i} + k]);`).join(' ')}
    let b0 = bBase + k * ${4 * n4}u;
    ${lanes
      .map((lane, kk) =>
        each(
          wide,
          (j) =>
            `let w${lane}${j} = vec4f(b[b0 + ${kk * n4 + j}u]); ${each(perRow, (i) => `s${i}_${j} += v${i}.${lane} * w${lane}${j};`).join(' ')}`,
        ).join('\n    '),
      )
      .join('\n    ')}
  }
  ${each(
    perRow,
    (i) =>
      `if (row + ${i}u < g.rows) { ${each(wide, (j) => `{ let at = (z * g.rows + row + ${i}u) * ${n4}u + column + ${j}u; ${storeText(result, `s${i}_${j}`, storedVector(storage.result))} }`).join(' ')} }`,
  ).join('\n  ')}
}
`;
  return { label: 'matrix product', code, buffers: bindings.map(({ access }) => access), uniform: true };
}

/** Grid and uniform of the product in registers. */
export function matmulRegistersGrid({ rows, columns, batch, tile }: MatmulRun): Pick<Dispatch, 'grid' | 'uniform'> {
  return {
    uniform: packUniform({ u32: rows }, { u32: batch }),
    grid: flatGrid(batch * Math.ceil(rows / tile.perRow) * (columns / tile.perColumn), WORKGROUP),
  };
}
