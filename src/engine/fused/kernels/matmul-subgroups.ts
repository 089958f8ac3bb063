import { type Dispatch, type Kernel, packUniform } from '../../../gpu/kernel.ts';
import { bindingText, headText } from './conv-parts.ts';
import { each } from './each.ts';
import { flatGrid } from './geometry.ts';
import { type MatmulRun, type MatmulShape, matmulBindings, storeText } from './matmul-parts.ts';
import { F32, storedVector } from './storage.ts';

const WORKGROUP = 64;

/**
 * The product with subgroup operations in the place of workgroup memory and barriers: `lanes` invocations make `perRow` rows together, each its
 * own columns; each loads its share of the rows of A and hands it to the others.
 *
 * Right for whatever subgroup size a device chooses, as long as that is never below `lanes` (`GPUAdapterInfo.subgroupMinSize`): a larger
 * subgroup holds several such groups, each beginning at a multiple of `lanes`.
 */
export function matmulSubgroups({ depth, columns, tile, result, storage = F32 }: MatmulShape): Kernel {
  const { lanes = 4, perRow, perColumn } = tile;
  const bindings = matmulBindings(storage);
  const [k4, n4, wide, slice] = [depth / 4, columns / 4, perColumn / 4, tile.depth / 4];
  const across = columns / tile.columns;
  const loads = (perRow * slice) / lanes;
  // A quad is the one group whose lanes have constant numbers in any subgroup: some devices read those without a shuffle.
  const handed = (item: number) =>
    lanes === 4
      ? `quadBroadcast(own${Math.floor(item / lanes)}, ${item % lanes}u)`
      : `subgroupShuffle(own${Math.floor(item / lanes)}, leader + ${item % lanes}u)`;
  const part = (i: number) => `(lane + ${i * lanes}u)`;
  const compute = each(slice, (k) =>
    [
      ...each(perRow, (i) => `let a${k}_${i} = ${handed(i * slice + k)};`),
      ...['x', 'y', 'z', 'w'].flatMap((lane, kk) =>
        each(
          wide,
          (j) =>
            `let b${k}${lane}${j} = vec4f(b[b0 + ${(k * 4 + kk) * n4 + j * lanes}u]); ${each(perRow, (i) => `s${i}_${j} += a${k}_${i}.${lane} * b${k}${lane}${j};`).join(' ')}`,
        ),
      ),
    ].join('\n    '),
  ).join('\n    ');
  const stores = each(
    perRow,
    (i) =>
      `if (inside & (row + ${i}u < g.rows)) { ${each(wide, (j) => `{ let at = (z * g.rows + row + ${i}u) * ${n4}u + column + ${j * lanes}u; ${storeText(result, `s${i}_${j}`, storedVector(storage.result))} }`).join(' ')} }`,
  ).join('\n  ');
  const code = /* wgsl */ `// Matrix product, depth ${depth}, ${columns} columns: ${perRow}×${tile.columns} outputs for ${lanes} lanes of a subgroup, which share A.
${headText(bindings)}
enable subgroups;
struct Shape { rows: u32, batch: u32 }
${bindingText(bindings, 'Shape')}

var<workgroup> begun: atomic<u32>;

@compute @workgroup_size(${WORKGROUP})
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(subgroup_invocation_id) invocation: u32,
) {
  let lane = invocation % ${lanes}u;
  let leader = invocation - lane;
  // Nothing says which invocations of a workgroup share a subgroup: each group of lanes draws a number. The one barrier is for software
  // adapters, which set workgroup memory to zero anew as each subgroup begins.
  workgroupBarrier();
  var number = 0u;
  if (lane == 0u) { number = atomicAdd(&begun, 1u); }
  number = subgroupShuffle(number, leader);
  let index = (group.x + group.y * grid.x) * ${WORKGROUP / lanes}u + number;
  let down = (g.rows + ${perRow - 1}u) / ${perRow}u;
  let row = (index % down) * ${perRow}u;
  let column = ((index / down) % ${across}u) * ${tile.columns / 4}u + lane;
  let place = index / down / ${across}u;
  // No early end: all of a subgroup must come to its operations. What is past the last product goes along and stores nothing.
  let inside = place < g.batch;
  let z = min(place, g.batch - 1u);
  ${each(loads, (i) => `let a${i} = (z * g.rows + min(row + ${part(i)} / ${slice}u, g.rows - 1u)) * ${k4}u + ${part(i)} % ${slice}u;`).join('\n  ')}
  let bBase = z * ${depth * n4}u + column;
  ${each(perRow, (i) => each(wide, (j) => `var s${i}_${j} = vec4f();`).join(' ')).join('\n  ')}
  for (var k = 0u; k < ${k4}u; k += ${slice}u) {
    ${each(loads, (i) => `let own${i} = vec4f(a[a${i} + k]);`).join(' ')}
    let b0 = bBase + k * ${4 * n4}u;
    ${compute}
  }
  ${stores}
}
`;
  return { label: 'matrix product', code, buffers: bindings.map(({ access }) => access), uniform: true };
}

/** Grid and uniform of the product with subgroup operations. */
export function matmulSubgroupsGrid({ rows, columns, batch, tile }: MatmulRun): Pick<Dispatch, 'grid' | 'uniform'> {
  const { lanes = 4, perRow } = tile;
  return {
    uniform: packUniform({ u32: rows }, { u32: batch }),
    grid: flatGrid(lanes * batch * Math.ceil(rows / perRow) * (columns / tile.columns), WORKGROUP),
  };
}
