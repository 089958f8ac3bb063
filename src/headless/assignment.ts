import { parse as parseYaml } from 'yaml';
import { closestName } from '../project/closest-name.ts';
import { UsageError } from './usage-error.ts';

/**
 * `--set NAME=VALUE`, the value read as YAML.
 * @param names that may be set
 * @throws UsageError
 */
export function splitAssignment(value: string, names: readonly string[]): [string, unknown] {
  const at = value.indexOf('=');
  if (at < 1) throw new UsageError(`--set must be NAME=VALUE, got "${value}".`);
  const name = value.slice(0, at);
  if (!names.includes(name)) {
    const meant = closestName(name, names);
    throw new UsageError(
      `--set: there is no parameter ${name}${meant === undefined ? '.' : `; did you mean ${meant}?`}`,
    );
  }
  try {
    return [name, parseYaml(value.slice(at + 1))];
  } catch (error) {
    throw new UsageError(`--set ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
