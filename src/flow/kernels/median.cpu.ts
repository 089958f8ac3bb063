import type { MedianArgs } from './median.ts';

/** CPU reference of `median`. Writes the limited increments back to `flow`, which nothing reads afterwards. */
export function medianCpu(args: MedianArgs<Float32Array>): void {
  const { origin, flow, target, width, height, radius, limit } = args;
  const length = 4 * width * height;
  for (let i = 0; i < length; i++) {
    const start = origin[i]!;
    flow[i] = start + Math.min(limit, Math.max(-limit, flow[i]! - start));
  }
  const side = 2 * radius + 1;
  const columns = new Float32Array((width + 2 * radius) * (side + 2));
  const low = new Uint8Array(width + 2 * radius);
  for (let line = 0; line < 2 * height; line++) {
    const y = line % height;
    for (let c = 0; c < 2; c++) {
      sortColumns(flow, columns, width, height, line - y, y, radius, c);
      slide(columns, low, side, target, 2 * line * width + c, width);
    }
  }
}

/** The columns of all windows of one row, each sorted, between −∞ and +∞; the border is repeated. */
function sortColumns(
  flow: Float32Array,
  columns: Float32Array,
  width: number,
  height: number,
  image: number,
  y: number,
  radius: number,
  component: number,
): void {
  const side = 2 * radius + 1;
  for (let column = 0; column < width + 2 * radius; column++) {
    const x = Math.min(width - 1, Math.max(0, column - radius));
    const start = column * (side + 2);
    columns[start] = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < side; j++) {
      const row = image + Math.min(height - 1, Math.max(0, y + j - radius));
      const value = flow[2 * (row * width + x) + component]!;
      let place = start + 1 + j;
      for (; columns[place - 1]! > value; place--) columns[place] = columns[place - 1]!;
      columns[place] = value;
    }
    columns[start + side + 1] = Number.POSITIVE_INFINITY;
  }
}

/**
 * Medians along a row. `low[i]` smallest values of column i belong to the lower half of the window, all of which are at
 * most the median; sliding the window by one column changes few of them, so that this is much quicker than selection.
 */
function slide(
  columns: Float32Array,
  low: Uint8Array,
  side: number,
  target: Float32Array,
  start: number,
  width: number,
): void {
  const stride = side + 2;
  const wanted = (side * side) >> 1;
  let count = 0;
  let median = 0;
  low.fill(0, 0, side);
  for (let x = 0; x < width; x++) {
    const end = x + side;
    if (x > 0) {
      count -= low[x - 1]!;
      const head = (end - 1) * stride + 1;
      let below = 0;
      while (columns[head + below]! < median) below++;
      low[end - 1] = below;
      count += below;
    }
    for (; count < wanted; count++) {
      let least = x;
      for (let i = x + 1; i < end; i++) {
        if (columns[i * stride + 1 + low[i]!]! < columns[least * stride + 1 + low[least]!]!) least = i;
      }
      low[least]!++;
    }
    for (; count > wanted; count--) {
      let most = x;
      for (let i = x + 1; i < end; i++) {
        if (columns[i * stride + low[i]!]! > columns[most * stride + low[most]!]!) most = i;
      }
      low[most]!--;
    }
    median = Number.POSITIVE_INFINITY;
    for (let i = x; i < end; i++) median = Math.min(median, columns[i * stride + 1 + low[i]!]!);
    target[start + 2 * x] = median;
  }
}
