/** A length on the ground: `85 m`, `2.4 km`. @param metres ≥ 0 */
export function lengthText(metres: number): string {
  if (metres < 999.5) return `${Math.round(metres)} m`;
  return `${(metres / 1000).toFixed(metres < 9950 ? 1 : 0)} km`;
}
