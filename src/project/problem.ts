/** Problems that are told one by one; a file with more is not a params file with slips in it. */
export const MAX_PROBLEMS = 40;

/** What is wrong, or worth knowing, at one place of a params file. */
export interface ParamsProblem {
  /** from 1 */
  readonly line: number;
  /** from 1 */
  readonly column: number;
  /** the key that it is about, like `nn_style_layers[2]`; empty where it is about the file */
  readonly key: string;
  /** what was found and what is allowed */
  readonly message: string;
}

/** Keys and list places from the top of the file down to a value. */
export type ValuePath = readonly (string | number)[];

/** `['job_losses', 'first', 0]` → `job_losses.first[0]` */
export function formatPath(path: ValuePath): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i > 0 ? `.${step}` : step)).join('');
}

/** One line for a terminal: `file:line:column key: message`. */
export function formatProblem(file: string, { line, column, key, message }: ParamsProblem): string {
  return `${file}:${line}:${column} ${key === '' ? '' : `${key}: `}${message}`;
}

/** A value in an error: short, and told apart from its neighbours ("1000" in quotes is a text). */
export function formatFound(value: unknown): string {
  const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…` : text);
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return `the text ${shorten(JSON.stringify(value.slice(0, 80)))}`;
  if (Array.isArray(value)) {
    const plain = value.length <= 8 && value.every((item) => typeof item !== 'object' && typeof item !== 'bigint');
    return plain ? shorten(`[${value.join(', ')}]`) : `a list of ${value.length}`;
  }
  if (typeof value === 'object') return 'a map';
  return shorten(String(value));
}
