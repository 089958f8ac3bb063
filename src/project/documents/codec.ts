import type { ProjectDocument } from '../document.ts';

/** Marks, among values of JSON, a number that JSON does not have: bigints, NaN, the infinities and −0 of a params file's unknown keys. */
const NUMBER_MARK = 'plein-air:number';

/** A document as it is stored: JSON in UTF-8. */
export function encodeDocument(document: ProjectDocument): Uint8Array {
  const text = JSON.stringify(document, (_key, value: unknown) => {
    if (typeof value === 'bigint') return { [NUMBER_MARK]: `${value}n` };
    if (typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0))) return value;
    return { [NUMBER_MARK]: Object.is(value, -0) ? '-0' : String(value) };
  });
  return new TextEncoder().encode(text);
}

/** The object that `encodeDocument` stored. @returns null where the bytes hold none */
export function decodeDocument(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), revive);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** An object of named values, neither null nor a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function revive(key: string, value: unknown): unknown {
  // Left in, it would become some object's prototype where the value is copied by assignment.
  if (key === '__proto__') return undefined;
  if (!isObject(value) || Object.keys(value).length !== 1) return value;
  const mark = value[NUMBER_MARK];
  if (typeof mark !== 'string') return value;
  if (/^-?\d{1,4000}n$/.test(mark)) return BigInt(mark.slice(0, -1));
  return /^(-0|NaN|-?Infinity)$/.test(mark) ? Number(mark) : value;
}
