import { type Dispatch, type Kernel, packUniform } from '../../../gpu/kernel.ts';
import { bindingText, headText } from './conv-parts.ts';
import { each } from './each.ts';
import { type MatmulRun, type MatmulShape, type MatmulTile, matmulBindings, storeText } from './matmul-parts.ts';
import { matmulRegisters, matmulRegistersGrid } from './matmul-registers.ts';
import { matmulSubgroups, matmulSubgroupsGrid } from './matmul-subgroups.ts';
import { F32, storedVector } from './storage.ts';

/** Invocations of a workgroup. */
function matmulThreads({ rows, columns, perRow, perColumn }: MatmulTile): number {
  return (rows / perRow) * (columns / perColumn);
}

/** Whether a device can run the tile. @param subgroup fewest invocations of its subgroups, 0 without the feature */
export function matmulFits(tile: MatmulTile, limits: GPUSupportedLimits, subgroup = 0): boolean {
  if (!tile.staging) return !tile.lanes || tile.lanes <= subgroup;
  const { rows, columns, depth } = tile;
  return (
    (rows + columns) * depth * 4 <= limits.maxComputeWorkgroupStorageSize &&
    matmulThreads(tile) <= limits.maxComputeInvocationsPerWorkgroup
  );
}

/**
 * Batched product of A [batch, rows, depth] and B [batch, depth, columns], all row-major. Tiles of both are staged in workgroup memory while
 * the next ones are on their way in registers.
 */
export function matmul(shape: MatmulShape): Kernel {
  if (shape.tile.lanes) return matmulSubgroups(shape);
  if (!shape.tile.staging) return matmulRegisters(shape);
  const { depth, columns, tile, rows, result, storage = F32 } = shape;
  const bindings = matmulBindings(storage);
  const [k4, n4] = [depth / 4, columns / 4];
  const threads = matmulThreads(tile);
  const [across, down] = [tile.columns / tile.perColumn, tile.rows / tile.perRow];
  const wide = tile.perColumn / 4;
  const [aGroups, bGroups] = [tile.depth / 4, tile.columns / 4];
  const aLoads = Math.ceil((tile.rows * aGroups) / threads);
  const bLoads = Math.ceil((tile.depth * bGroups) / threads);
  const guard = (total: number, i: number, statement: string) =>
    (i + 1) * threads > total ? `if (thread + ${i * threads}u < ${total}u) { ${statement} }` : statement;
  const rowOf = (text: string) => (rows === 'any' ? `min(${text}, g.rows - 1u)` : `(${text})`);
  const aTotal = tile.rows * aGroups;
  const bTotal = tile.depth * bGroups;
  const fetch = (k: string) => [
    ...each(aLoads, (i) =>
      guard(
        aTotal,
        i,
        `na${i} = vec4f(a[aBase + ${rowOf(`firstRow + (thread + ${i * threads}u) / ${aGroups}u`)} * ${k4}u + ${k} + (thread + ${i * threads}u) % ${aGroups}u]);`,
      ),
    ),
    ...each(bLoads, (i) =>
      guard(
        bTotal,
        i,
        `nb${i} = vec4f(b[bBase + (${k} * 4u + (thread + ${i * threads}u) / ${bGroups}u) * ${n4}u + (thread + ${i * threads}u) % ${bGroups}u]);`,
      ),
    ),
  ];
  const stage = [
    ...each(aLoads, (i) =>
      guard(
        aTotal,
        i,
        `tileA[((thread + ${i * threads}u) % ${aGroups}u) * ${tile.rows}u + (thread + ${i * threads}u) / ${aGroups}u] = na${i};`,
      ),
    ),
    ...each(bLoads, (i) => guard(bTotal, i, `tileB[thread + ${i * threads}u] = nb${i};`)),
  ];
  const lanes = ['x', 'y', 'z', 'w'];
  const compute = each(aGroups, (k) =>
    [
      ...each(tile.perRow, (i) => `let a${k}${i} = tileA[${k * tile.rows + i * down}u + threadRow];`),
      ...lanes.map((lane, kk) =>
        [
          ...each(wide, (j) => `let b${k}${lane}${j} = tileB[${(k * 4 + kk) * bGroups + j * across}u + threadColumn];`),
          ...each(tile.perRow, (i) =>
            each(wide, (j) => `s${i}_${j} += a${k}${i}.${lane} * b${k}${lane}${j};`).join(' '),
          ),
        ].join('\n    '),
      ),
    ].join('\n    '),
  ).join('\n    ');
  const store = each(tile.perRow, (i) => {
    const row = `firstRow + threadRow + ${i * down}u`;
    const lines = each(wide, (j) => {
      const at = `(${row}) * ${n4}u + firstColumn + threadColumn + ${j * across}u`;
      return `{ let at = z * g.rows * ${n4}u + ${at}; ${storeText(result, `s${i}_${j}`, storedVector(storage.result))} }`;
    }).join(' ');
    return rows === 'any' ? `if (${row} < g.rows) { ${lines} }` : lines;
  }).join('\n  ');
  const code = /* wgsl */ `// Matrix product, depth ${depth}, ${columns} columns: ${tile.rows}×${tile.columns} outputs a workgroup, ${tile.perRow}×${tile.perColumn} an invocation.
${headText(bindings)}
struct Shape { rows: u32 }
${bindingText(bindings, 'Shape')}

var<workgroup> tileA: array<vec4f, ${aTotal}>;
var<workgroup> tileB: array<vec4f, ${bTotal}>;

@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let z = group.z;
  let firstRow = group.y * ${tile.rows}u;
  let firstColumn = group.x * ${bGroups}u;
  let threadRow = thread / ${across}u;
  let threadColumn = thread % ${across}u;
  let aBase = z * g.rows * ${k4}u;
  let bBase = z * ${depth * n4}u + firstColumn;
  ${each(tile.perRow, (i) => each(wide, (j) => `var s${i}_${j} = vec4f();`).join(' ')).join('\n  ')}
  ${each(aLoads, (i) => `var na${i} = vec4f();`).join(' ')} ${each(bLoads, (i) => `var nb${i} = vec4f();`).join(' ')}
  ${fetch('0u').join('\n  ')}
  for (var k = 0u; k < ${k4}u; k += ${aGroups}u) {
    ${stage.join('\n    ')}
    workgroupBarrier();
    if (k + ${aGroups}u < ${k4}u) {
      let next = k + ${aGroups}u;
      ${fetch('next').join('\n      ')}
    }
    ${compute}
    workgroupBarrier();
  }
  ${store}
}
`;
  return { label: 'matrix product', code, buffers: bindings.map(({ access }) => access), uniform: true };
}

/** Grid and uniform of a product. */
export function matmulGrid(run: MatmulRun): Pick<Dispatch, 'grid' | 'uniform'> {
  const { rows, columns, batch, tile } = run;
  if (tile.lanes) return matmulSubgroupsGrid(run);
  if (!tile.staging) return matmulRegistersGrid(run);
  return {
    uniform: packUniform({ u32: rows }),
    grid: [columns / tile.columns, Math.ceil(rows / tile.rows), batch],
  };
}
