import type { ValuePath } from './problem.ts';

/** The part of JSON Schema that the params use, with the metadata that their shapes carry. */
export interface ValueSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
  readonly items?: ValueSchema;
  readonly anyOf?: readonly ValueSchema[];
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly default?: unknown;
  /** the rule in words, where neither a range nor a list says it */
  readonly allowed?: string;
  readonly group?: string;
  readonly title?: string;
  readonly description?: string;
  readonly unit?: string;
  readonly scale?: string;
  readonly step?: number;
}

/** What a value may be, in words: `a whole number from 1 to 20000`. */
export function describeAllowed(schema: ValueSchema): string {
  if (schema.allowed !== undefined) return schema.allowed;
  if (schema.anyOf) return joinOr(schema.anyOf.map(describeAllowed));
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum) return joinOr(schema.enum.map(String));
  switch (schema.type) {
    case 'integer':
      return `a whole number ${describeRange(schema)}`;
    case 'number':
      return `a number ${describeRange(schema)}`.trim();
    case 'boolean':
      return 'true or false';
    case 'array':
      return `a list${describeLength(schema)}${schema.items ? `, each ${describeAllowed(schema.items)}` : ''}`;
    case 'object':
      return schema.properties ? `a map with ${Object.keys(schema.properties).join(', ')}` : 'a map';
    case 'string':
      return schema.maxLength === undefined ? 'text' : `text of at most ${schema.maxLength} characters`;
    default:
      return schema.type ?? 'anything';
  }
}

/** The schema of the value at `path` below `schema`, as far down as it is known. */
export function schemaAt(schema: ValueSchema, path: ValuePath): ValueSchema {
  let at = schema;
  for (const step of path) {
    const branches = [at, ...(at.anyOf ?? [])];
    const next =
      typeof step === 'number'
        ? branches.find((branch) => branch.items)?.items
        : branches.find((branch) => branch.properties)?.properties?.[step];
    if (!next) return at;
    at = next;
  }
  return at;
}

/** Every value that a schema lists one by one, for "did you mean". */
export function listedValues(schema: ValueSchema): string[] {
  const own = [...(schema.enum ?? []), ...(schema.const === undefined ? [] : [schema.const])];
  return [...own.filter((value) => typeof value === 'string'), ...(schema.anyOf ?? []).flatMap(listedValues)];
}

function describeRange({ minimum, maximum }: ValueSchema): string {
  // JSON Schema states the limits of safe integers too; they are no rule of ours.
  const top = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (minimum === undefined) return top === undefined ? '' : `up to ${top}`;
  return top === undefined ? `from ${minimum}` : `from ${minimum} to ${top}`;
}

function describeLength({ minItems, maxItems }: ValueSchema): string {
  if (maxItems === undefined) return '';
  return minItems === undefined ? ` of at most ${maxItems}` : ` of ${minItems}–${maxItems}`;
}

function joinOr(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
