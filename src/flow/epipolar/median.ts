/** @returns null of nothing */
export function median(values: readonly number[]): number | null {
  return weightedMedian(values.map((value) => ({ value, weight: 1 })));
}

/** The least value that half of the weight does not exceed. @returns null of nothing */
export function weightedMedian(values: readonly { readonly value: number; readonly weight: number }[]): number | null {
  const sorted = [...values].sort((a, b) => a.value - b.value);
  const half = sorted.reduce((sum, { weight: w }) => sum + w, 0) / 2;
  let sum = 0;
  for (const { value, weight: w } of sorted) {
    sum += w;
    if (sum >= half) return value;
  }
  return null;
}
