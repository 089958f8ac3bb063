import type { ParamsProblem } from '../problem.ts';
import { fromUnversioned } from './from-unversioned.ts';
import { fromVersion1 } from './from-version-1.ts';
import type { MigrationStep } from './step.ts';

/** The schema version that this program writes. */
export const CURRENT_VERSION = 2;

/** `STEPS[v]` leads from version v to v + 1; 0 is a file without `job_schema_version`. */
const STEPS: readonly MigrationStep[] = [fromUnversioned, fromVersion1];

/** Values of the current version, what people should know about the changes, or why the file cannot be read. */
export type Migration =
  | { readonly values: Map<string, unknown>; readonly notes: readonly Pick<ParamsProblem, 'key' | 'message'>[] }
  | { readonly refusal: string };

/** Brings the values of a file of any known version to the current one. */
export function migrate(given: ReadonlyMap<string, unknown>): Migration {
  const version = given.get('job_schema_version') ?? 0;
  const values = new Map(given);
  // A version that is no version is left for the schema to refuse, with what is allowed.
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0) return { values, notes: [] };
  if (version > CURRENT_VERSION) {
    return {
      refusal: `written by a newer version of the program (schema ${version}; this one reads up to ${CURRENT_VERSION}): update it`,
    };
  }
  const notes = STEPS.slice(version).flatMap((step) => step(values));
  values.set('job_schema_version', CURRENT_VERSION);
  return { values, notes };
}
