import { PleinAirError } from '../../core/errors.ts';
import type { StyleItem } from '../document.ts';
import { CURRENT_VERSION, migrate } from '../migrations/migrate.ts';
import { createParams, resolveValues } from '../resolve.ts';
import { type ParamKey, type Params, paramShape } from '../schema.ts';
import { isObject } from './codec.ts';

/** Params that could be saved, with what had to be changed. */
export interface RepairedParams {
  readonly params: Params;
  /** unknown names that stood among the params */
  readonly unknown: Readonly<Record<string, unknown>>;
}

/**
 * Params of a stored document: older ones are migrated, every value that is not allowed falls back to its default, and the mix
 * has one share for each of `styles`.
 * @param shares of `styles`, as they were stored @param note told what was changed
 * @throws PleinAirError kind `storage` for params of a newer program
 */
export function repairParams(
  stored: unknown,
  styles: readonly StyleItem[],
  shares: readonly unknown[],
  label: string,
  note: (what: string) => void,
): RepairedParams {
  if (!isObject(stored)) note('its params could not be read: all are at their defaults');
  const values = migrated(isObject(stored) ? stored : {}, label);
  const known: Record<string, unknown> = {};
  const unknown: Record<string, unknown> = {};
  for (const [key, value] of values) {
    if (!Object.hasOwn(paramShape, key)) unknown[key] = value;
    else if (paramShape[key as ParamKey].safeParse(value).success) known[key] = value;
    else note(`${key} was not allowed: back to its default`);
  }
  const hashes = known.input_style_sha256;
  const names = styles.map(({ name }) => name);
  const mix = {
    input_style_filenames: names,
    input_style_weights: usableShares(shares, names.length, note),
    input_style_sha256: Array.isArray(hashes) && hashes.length === names.length ? hashes : [],
  };
  return { params: resolved({ ...known, ...mix }, mix, note), unknown };
}

function migrated(stored: Readonly<Record<string, unknown>>, label: string): ReadonlyMap<string, unknown> {
  // Documents have always been stored with this version or a later one; without it, it is a damaged one and not the older tools' form.
  const values = new Map(Object.entries({ job_schema_version: CURRENT_VERSION, ...stored }));
  const migration = migrate(values);
  if (!('refusal' in migration)) return migration.values;
  throw new PleinAirError(
    'storage',
    `The params of the project ${label} were ${migration.refusal}.`,
    'Reload the page to get the newer program; the project stays as it is.',
  );
}

function usableShares(shares: readonly unknown[], count: number, note: (what: string) => void): number[] {
  const schema = paramShape.input_style_weights;
  const checked = schema.safeParse(shares);
  if (checked.success && checked.data.length === count && (count === 0 || checked.data.some((share) => share > 0))) {
    return checked.data;
  }
  note('the mix of its paintings could not be read: all weigh the same');
  return Array.from({ length: count }, () => 1);
}

/** Takes back what breaks a rule between values, then everything but the mix. */
function resolved(
  values: Readonly<Record<string, unknown>>,
  mix: Pick<Params, 'input_style_filenames' | 'input_style_weights' | 'input_style_sha256'>,
  note: (what: string) => void,
): Params {
  const first = resolveValues(values);
  if (first.params) return first.params;
  const broken = new Set(first.broken.map(({ path }) => String(path[0])));
  for (const key of [...broken]) {
    note(`${key} did not fit with the others: back to its default`);
    // Layers and their weights go back together.
    if (key.endsWith('_layer_weights')) broken.add(key.replace('_layer_weights', '_layers'));
    if (key.endsWith('_layers')) broken.add(key.replace('_layers', '_layer_weights'));
  }
  const kept = Object.fromEntries(Object.entries(values).filter(([key]) => !broken.has(key)));
  const second = resolveValues({ ...kept, ...mix });
  if (second.params) return second.params;
  note('its params did not fit together: all are at their defaults');
  return createParams(mix);
}
