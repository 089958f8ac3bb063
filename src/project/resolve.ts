import { z } from 'zod';
import { PleinAirError } from '../core/errors.ts';
import { describeAllowed, listedValues, schemaAt, type ValueSchema } from './allowed.ts';
import { closestName } from './closest-name.ts';
import { formatFound, formatPath, MAX_PROBLEMS, type ValuePath } from './problem.ts';
import { type BrokenRule, brokenRules } from './rules.ts';
import { type Params, paramsSchema } from './schema.ts';

/** Issues that are put into words: one more than any list of errors shows. */
const MAX_ISSUES = MAX_PROBLEMS + 1;

/** Lists of weights that may be left out, with the list that each belongs to. */
const WEIGHTS_OF = [
  ['input_style_weights', 'input_style_filenames'],
  ['nn_content_layer_weights', 'nn_content_layers'],
  ['nn_style_layer_weights', 'nn_style_layers'],
] as const;

/** Checked params, or what is wrong with which value. */
export type Resolution =
  | { readonly params: Params; readonly broken?: undefined }
  | { readonly params?: undefined; readonly broken: readonly BrokenRule[] };

/** Fills in every default and checks values and the rules between them. */
export function resolveValues(given: Readonly<Record<string, unknown>>): Resolution {
  const values = { ...given, ...missingWeights(given) };
  const checked = paramsSchema.safeParse(values);
  if (!checked.success) {
    const schema = z.toJSONSchema(paramsSchema) as ValueSchema;
    return { broken: describeIssues(checked.error.issues, values, schema) };
  }
  const broken = brokenRules(checked.data);
  return broken.length > 0 ? { broken } : { params: checked.data };
}

/**
 * Complete params from the few that differ from the defaults; lists of weights that are left out weigh all the same.
 * @throws PleinAirError kind `input` that names every wrong value and what is allowed
 */
export function createParams(given: Partial<Params> = {}): Params {
  const resolution = resolveValues(given);
  if (resolution.params) return resolution.params;
  const lines = resolution.broken.map(({ path, message }) => `${formatPath(path)}: ${message}`);
  throw new PleinAirError('input', lines.join('\n'), 'Change these params; docs/params.md lists what each may be.');
}

/**
 * Params with some of them changed. All others are the same objects as before, so that what follows from them need not be made anew.
 * @throws as `createParams`
 */
export function changedParams(before: Params, change: Partial<Params>): Params {
  const checked = createParams({ ...before, ...change });
  const rest = Object.entries(before).filter(([name]) => !Object.hasOwn(change, name));
  return { ...checked, ...Object.fromEntries(rest) };
}

/** What was found and what is allowed, for the issues that zod raised about `values`; of very many the first. */
export function describeIssues(
  issues: readonly z.core.$ZodIssue[],
  values: Readonly<Record<string, unknown>>,
  schema: ValueSchema,
): BrokenRule[] {
  return issues.slice(0, MAX_ISSUES).map(({ path: issuePath }) => {
    const path = issuePath.map((step) => (typeof step === 'number' ? step : String(step)));
    const found = valueAt(values, path);
    const rule = schemaAt(schema, path);
    const meant = typeof found === 'string' ? closestName(found, listedValues(rule)) : undefined;
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
    return { path, message: `found ${formatFound(found)}; allowed: ${describeAllowed(rule)}${hint}` };
  });
}

/** Equal weights for lists whose length is not the default's, where a file gives none (for styles also where it gives `[]`). */
function missingWeights(given: Readonly<Record<string, unknown>>): Record<string, number[]> {
  const missing: Record<string, number[]> = {};
  for (const [weights, names] of WEIGHTS_OF) {
    const list = given[names];
    const own = given[weights];
    const absent = own === undefined || (weights === 'input_style_weights' && Array.isArray(own) && own.length === 0);
    if (!absent || !Array.isArray(list)) continue;
    const byDefault = paramsSchema.shape[weights].parse(undefined);
    if (list.length !== byDefault.length) missing[weights] = list.map(() => 1);
  }
  return missing;
}

function valueAt(values: unknown, path: ValuePath): unknown {
  return path.reduce<unknown>((at, step) => {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    return (at as Record<string | number, unknown>)[step];
  }, values);
}
