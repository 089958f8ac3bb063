import { Document, isMap, isScalar, isSeq, type ScalarTag, visit } from 'yaml';
import { type RunResults, resultShape } from './results.ts';
import { type Params, paramShape } from './schema.ts';
import { withoutSecrets } from './secrets.ts';

/**
 * The YAML of params, or of a record where results are given. Keys stand in the order of the schema, every value is written,
 * unknown keys come last in their own order: the same input gives the same bytes, and `parseParams` gives the input back. Unknown keys
 * that are named like secrets, and values that look like one, are left out: files, films and links travel.
 */
export function writeParams(
  params: Params,
  results: RunResults = {},
  extras: Readonly<Record<string, unknown>> = {},
): string {
  const own = (key: string) => Object.hasOwn(paramShape, key) || Object.hasOwn(resultShape, key);
  const entries = new Map<string, unknown>([
    ...pick(params, Object.keys(paramShape)),
    ...pick(results, Object.keys(resultShape)),
    ...Object.entries(withoutSecrets(extras)).filter(([key]) => !own(key)),
  ]);
  // `aliasDuplicateObjects`: a list that stands in two places is written twice, so that the bytes follow from the values alone.
  const document = new Document(entries, {
    version: '1.2',
    compat: 'yaml-1.1',
    aliasDuplicateObjects: false,
    customTags: (tags) => [numberTag, ...tags],
  });
  visit(document, {
    Collection(key, node) {
      // Lists of plain values, and plain maps in lists (one frame's losses), stand on one line.
      const plain = isSeq(node) || key !== 'value';
      if (plain && (isSeq(node) || isMap(node)) && leaves(node.items)) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** Numbers as every YAML reader takes them: readers of YAML 1.1 need a point before an exponent (`1.0e-7`, not `1e-7`). */
const numberTag: ScalarTag = {
  identify: (value) => typeof value === 'number',
  default: true,
  tag: 'tag:yaml.org,2002:float',
  // Never resolves; the writer prefers tags that could.
  test: /(?!)/,
  resolve: Number,
  stringify({ value }) {
    if (Number.isNaN(value)) return '.nan';
    if (value === Infinity || value === -Infinity) return value === Infinity ? '.inf' : '-.inf';
    if (Object.is(value, -0)) return '-0.0';
    return String(value).replace(/^(-?\d+)e/, '$1.0e');
  },
};

function pick(values: object, keys: readonly string[]): [string, unknown][] {
  return keys.flatMap((key) => {
    const value = (values as Readonly<Record<string, unknown>>)[key];
    return value === undefined ? [] : [[key, value] as [string, unknown]];
  });
}

function leaves(items: readonly unknown[]): boolean {
  return items.every((item) => isScalar(item) || isPairOfScalars(item));
}

function isPairOfScalars(item: unknown): boolean {
  return (
    typeof item === 'object' &&
    item !== null &&
    'key' in item &&
    'value' in item &&
    isScalar(item.key) &&
    isScalar(item.value)
  );
}
