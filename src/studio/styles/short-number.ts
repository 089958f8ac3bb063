/** Formats a number short enough to stand beside a slider: 0.05, 1.2, 300, 2e5. */
export function shortNumber(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 1e4) return value.toExponential().replace('e+', 'e');
  return String(Number(value.toPrecision(3)));
}
