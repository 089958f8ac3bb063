import { PleinAirError } from '../../core/errors.ts';

/** Brings a stored document of one version to the next. It may be damaged: a step touches what it knows and leaves the rest. */
export type DocumentStep = (values: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** `STEPS[v - 1]` leads from version v to v + 1; steps that people's documents have gone through are never changed. */
const STEPS: readonly DocumentStep[] = [];

/**
 * Brings a stored document of any known version to the current one, which is one more than there are steps. A version that is
 * none counts as the first.
 * @param label what the document is called in errors
 * @throws PleinAirError kind `storage` for a version that this program does not know yet
 */
export function migrateDocument(
  values: Readonly<Record<string, unknown>>,
  label: string,
  steps: readonly DocumentStep[] = STEPS,
): Record<string, unknown> {
  const current = steps.length + 1;
  const { version } = values;
  const known = typeof version === 'number' && Number.isInteger(version) && version >= 1 ? version : 1;
  if (known > current) {
    throw new PleinAirError(
      'storage',
      `The project ${label} was kept by a newer Plein Air (form ${known}; this one reads up to ${current}).`,
      'Reload the page to get the newer program, or update it; the project stays as it is.',
    );
  }
  const migrated = steps.slice(known - 1).reduce((older, step) => step(older), { ...values });
  return { ...migrated, version: current };
}
