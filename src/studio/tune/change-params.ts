import { formatPath } from '../../project/problem.ts';
import { changedParams, resolveValues } from '../../project/resolve.ts';
import { type ParamKey, type Params, paramsSchema } from '../../project/schema.ts';
import { useDocument } from '../state/document-store.ts';

/** Values as a form has them, before the schema has judged them. */
export type Change = Readonly<Partial<Record<ParamKey, unknown>>>;

const DEFAULTS: Params = paramsSchema.parse({});

/** What the schema says against a change of the open project's params, or null. Nothing is changed. */
export function checkChange(change: Change): string | null {
  const { document } = useDocument.getState();
  if (!document) return null;
  const { broken } = resolveValues({ ...document.params, ...change });
  if (!broken) return null;
  const own = Object.keys(change)[0];
  return broken
    .map(({ path, message }) => (path.length === 1 && path[0] === own ? message : `${formatPath(path)}: ${message}`))
    .join('\n');
}

/**
 * Changes params of the open project in one step of undo; a change to the same values is none.
 * @returns what the schema says against it, and then nothing was changed; null where it is done
 */
export function changeParams(change: Change): string | null {
  const problem = checkChange(change);
  const { document, setParams } = useDocument.getState();
  if (problem !== null || !document) return problem;
  const keys = Object.keys(change) as ParamKey[];
  if (keys.every((key) => isSame(change[key], document.params[key]))) return null;
  setParams(changedParams(document.params, change as Partial<Params>), document.extras);
  return null;
}

/** Whether any of these stands at another value than the schema's. */
export function isChanged(params: Params, keys: readonly ParamKey[]): boolean {
  return keys.some((key) => !isSame(params[key], DEFAULTS[key]));
}

/** Sets these back to the schema's values, in one step of undo. @returns as `changeParams` */
export function resetParams(keys: readonly ParamKey[]): string | null {
  return changeParams(Object.fromEntries(keys.map((key) => [key, DEFAULTS[key]])));
}

/** Values of params are plain: numbers, texts, and lists of them. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
