const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes for people: two digits or more, decimal units as disks are sold: `52 MB`, `1.3 GB`. */
export function bytesText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${value.toFixed(value < 10 && power > 0 ? 1 : 0)} ${UNITS[power]}`;
}
