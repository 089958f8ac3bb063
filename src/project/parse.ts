import { z } from 'zod';
import type { ValueSchema } from './allowed.ts';
import { closestName } from './closest-name.ts';
import { migrate } from './migrations/migrate.ts';
import { formatPath, MAX_PROBLEMS, type ParamsProblem, type ValuePath } from './problem.ts';
import { describeIssues, resolveValues } from './resolve.ts';
import { type ResultKey, type RunResults, resultShape, resultsSchema } from './results.ts';
import { type ParamKey, type Params, paramShape } from './schema.ts';
import { holdsSecret, isSecretName } from './secrets.ts';
import { MAX_TEXT_LENGTH } from './yaml-source.ts';
import { readYamlValues } from './yaml-values.ts';

/** A params file or a record, read. */
export type ParsedParams =
  | {
      readonly ok: true;
      /** every parameter, defaults filled in */
      readonly params: Params;
      /** the parameters that stood in the file, in its order */
      readonly given: readonly ParamKey[];
      /** what a run left in the file, where it is a record */
      readonly results: RunResults;
      /** unknown keys, kept for the writer */
      readonly extras: Readonly<Record<string, unknown>>;
      readonly warnings: readonly ParamsProblem[];
    }
  | { readonly ok: false; readonly errors: readonly ParamsProblem[] };

/**
 * Reads the YAML of params or of a record, of this version or an older one. Never throws: whatever the text holds, the answer
 * is params or errors with their lines.
 */
export function parseParams(text: string): ParsedParams {
  const yaml = readYamlValues(text);
  if (!('locate' in yaml)) return { ok: false, errors: yaml };
  const at = (path: ValuePath, message: string): ParamsProblem => ({
    ...yaml.locate(path),
    key: formatPath(path),
    message,
  });

  const migration = migrate(yaml.values);
  if ('refusal' in migration) return { ok: false, errors: [at(['job_schema_version'], migration.refusal)] };
  const { known, results, extras } = sortKeys(migration.values);
  const resolution = resolveValues(known);
  const checkedResults = resultsSchema.safeParse(results);
  if (!resolution.params || !checkedResults.success) {
    const schema = z.toJSONSchema(resultsSchema) as ValueSchema;
    const issues = checkedResults.error?.issues ?? [];
    const broken = [...(resolution.broken ?? []), ...describeIssues(issues, results, schema)];
    return { ok: false, errors: limit(broken.map(({ path, message }) => at(path, message))) };
  }

  const unknown = Object.keys(extras).slice(0, MAX_PROBLEMS + 1);
  const warnings = [
    ...yaml.warnings,
    ...migration.notes.map(({ key, message }) => at([key], message)),
    ...unknown.map((key) => at([key], unknownKeyMessage(key, extras[key]))),
  ];
  return {
    ok: true,
    params: resolution.params,
    given: [...yaml.values.keys()].filter(isParamKey),
    // The schema has checked what the type says.
    results: checkedResults.data as RunResults,
    extras,
    warnings: limit(warnings),
  };
}

/** As `parseParams`, from a file's bytes: refuses what is too large before decoding it, and what is not UTF-8. */
export function parseParamsBytes(bytes: Uint8Array): ParsedParams {
  const refuse = (message: string): ParsedParams => ({ ok: false, errors: [{ line: 1, column: 1, key: '', message }] });
  if (bytes.length > MAX_TEXT_LENGTH) {
    const [size, most] = [bytes.length, MAX_TEXT_LENGTH].map((length) => (length / 1e6).toFixed(1));
    return refuse(`the file is too large: ${size} MB, at most ${most} MB; is it a params file?`);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('not a text file: its bytes are not UTF-8');
  }
  return parseParams(text);
}

function isParamKey(key: string): key is ParamKey {
  return Object.hasOwn(paramShape, key);
}

function isResultKey(key: string): key is ResultKey {
  return Object.hasOwn(resultShape, key);
}

function sortKeys(values: ReadonlyMap<string, unknown>) {
  const entries = [...values];
  return {
    known: Object.fromEntries(entries.filter(([key]) => isParamKey(key))),
    results: Object.fromEntries(entries.filter(([key]) => isResultKey(key))),
    extras: Object.fromEntries(entries.filter(([key]) => !isParamKey(key) && !isResultKey(key))),
  };
}

function unknownKeyMessage(key: string, value: unknown): string {
  if (isSecretName(key)) return 'unknown key that is named like a secret: no file, film or link takes it along';
  if (holdsSecret(value))
    return 'unknown key that holds what looks like a secret: no file, film or link takes that along';
  const meant = closestName(key, [...Object.keys(paramShape), ...Object.keys(resultShape)]);
  return `unknown key, kept without effect${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

/** In the order of the lines; of very many the first. */
function limit(problems: readonly ParamsProblem[]): ParamsProblem[] {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  if (sorted.length <= MAX_PROBLEMS) return sorted;
  const next = sorted[MAX_PROBLEMS]!;
  return [...sorted.slice(0, MAX_PROBLEMS), { ...next, key: '', message: 'and more of this kind from here on' }];
}
