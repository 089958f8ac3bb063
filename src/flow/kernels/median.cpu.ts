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
  const window = new Float32Array(side * side);
  const columns = new Int32Array(side);
  for (let line = 0; line < 2 * height; line++) {
    const y = line % height;
    const image = line - y;
    for (let x = 0; x < width; x++) {
      for (let i = 0; i < side; i++) columns[i] = 2 * Math.min(width - 1, Math.max(0, x + i - radius));
      for (let c = 0; c < 2; c++) {
        let n = 0;
        for (let j = -radius; j <= radius; j++) {
          const row = 2 * width * (image + Math.min(height - 1, Math.max(0, y + j))) + c;
          for (let i = 0; i < side; i++) window[n++] = flow[row + columns[i]!]!;
        }
        target[2 * (line * width + x) + c] = middle(window);
      }
    }
  }
}

/** The middle value by Hoare's selection; reorders `values`. */
function middle(values: Float32Array): number {
  const k = values.length >> 1;
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[k]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (pivot < values[j]!) j--;
      if (i <= j) {
        const swapped = values[i]!;
        values[i++] = values[j]!;
        values[j--] = swapped;
      }
    }
    if (j < k) low = i;
    if (k < i) high = j;
  }
  return values[k]!;
}
