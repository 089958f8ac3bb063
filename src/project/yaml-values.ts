import { isAlias, isMap, isScalar, isSeq, type Node, type ParsedNode } from 'yaml';
import { formatPath, MAX_PROBLEMS, type ParamsProblem, type ValuePath } from './problem.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

/** Deepest nesting of a value; a record needs 4. */
const MAX_DEPTH = 32;
/** Most values that aliases may add by standing for what is written elsewhere (the "billion laughs"). */
const MAX_ALIASED = 10_000;

/** The values of a params file with the places where they stand. */
export interface YamlValues {
  /** by key, in the order of the file; whole numbers that no double holds are bigints */
  readonly values: ReadonlyMap<string, unknown>;
  readonly warnings: readonly ParamsProblem[];
  /** place of a value, or of the nearest thing around it that stands in the file */
  locate(path: ValuePath): { line: number; column: number };
}

/** Reads the values of a YAML text whose top level is a map (or nothing at all); otherwise everything that is wrong with it. */
export function readYamlValues(text: string): YamlValues | readonly ParamsProblem[] {
  const source = readYaml(text);
  if (!('document' in source)) return source;
  const top = source.document.contents;
  const { place, warnings } = source;
  if (isEmpty(top)) return { values: new Map(), warnings, locate: () => ({ line: 1, column: 1 }) };
  const reader = new ValueReader(place);
  if (!isMap(top)) {
    reader.report(top, [], 'the file must be a list of `key: value` lines');
    return reader.problems;
  }
  const values = reader.readMap(top, []);
  if (reader.problems.length > 0) return reader.problems;
  return { values, warnings, locate: (path) => place(nodeAt(top, path)?.range?.[0] ?? 0) };
}

/** Walks the node tree once, in the order of the text: anchors are known before their aliases. */
class ValueReader {
  readonly problems: ParamsProblem[] = [];
  readonly #place: YamlSource['place'];
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();
  /** the outermost alias that is being read */
  #alias: Node | undefined;
  #aliased = 0;

  constructor(place: YamlSource['place']) {
    this.#place = place;
  }

  report(node: Node | null, path: ValuePath, message: string): void {
    if (this.problems.length >= MAX_PROBLEMS) return;
    this.problems.push({ ...this.#place(node?.range?.[0] ?? 0), key: formatPath(path), message });
  }

  readMap(map: Node, path: ValuePath): Map<string, unknown> {
    const values = new Map<string, unknown>();
    if (!isMap<ParsedNode, ParsedNode | null>(map)) return values;
    const lines = new Map<string, number>();
    this.#noteAnchor(map);
    this.#open.add(map);
    for (const { key, value } of map.items) {
      this.#noteAnchor(key);
      const name = keyName(key);
      if (name === undefined) {
        this.report(key, path, 'a key must be a plain name');
      } else if (name === '__proto__') {
        this.report(key, path, 'the key __proto__ is not allowed');
      } else if (lines.has(name)) {
        this.report(key, [...path, name], `stands here a second time; first at line ${lines.get(name)}`);
      } else {
        lines.set(name, this.#place(key.range[0]).line);
        values.set(name, this.#readValue(value, [...path, name]));
      }
    }
    this.#open.delete(map);
    return values;
  }

  #readValue(node: Node | null, path: ValuePath): unknown {
    if (node === null) return null;
    if (this.#alias && !this.#affordAliased(this.#alias, node, path)) return null;
    if (isAlias(node)) return this.#readAlias(node, node.source, path);
    this.#noteAnchor(node);
    if (isScalar(node)) return plainNumber(node.value);
    if (path.length > MAX_DEPTH) {
      this.report(node, path.slice(0, 1), 'nested too deeply');
      return null;
    }
    this.#open.add(node);
    let value: unknown = null;
    if (isMap(node)) value = Object.fromEntries(this.readMap(node, path));
    else if (isSeq<Node | null>(node)) value = node.items.map((item, i) => this.#readValue(item, [...path, i]));
    this.#open.delete(node);
    return value;
  }

  #readAlias(node: Node, name: string, path: ValuePath): unknown {
    const target = this.#anchors.get(name);
    if (!target || this.#open.has(target)) {
      this.report(
        node,
        path,
        target ? `the alias *${name} stands inside itself` : `the alias *${name} has no anchor before it`,
      );
      return null;
    }
    const outermost = this.#alias;
    this.#alias ??= node;
    const value = this.#readValue(target, path);
    this.#alias = outermost;
    return value;
  }

  /** Counts what aliases repeat, long texts by their length: written out again, each would be a copy. */
  #affordAliased(alias: Node, node: Node, path: ValuePath): boolean {
    const before = this.#aliased;
    const length = isScalar(node) && typeof node.value === 'string' ? node.value.length : 0;
    this.#aliased += 1 + length / 64;
    if (this.#aliased <= MAX_ALIASED) return true;
    if (before <= MAX_ALIASED) this.report(alias, path.slice(0, 1), 'aliases (*name) expand to too many values');
    return false;
  }

  #noteAnchor(node: Node | null): void {
    // Inside an alias every anchor has been seen already.
    if (!this.#alias && node && !isAlias(node) && 'anchor' in node && typeof node.anchor === 'string') {
      this.#anchors.set(node.anchor, node);
    }
  }
}

function isEmpty(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null);
}

/** Numbers and truth values serve as keys by their text, as people write them. */
function keyName(key: Node | null): string | undefined {
  if (!isScalar(key) || key.value === null) return undefined;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

/** A whole number as a double where none of its digits is lost: doubles beyond 2^53 are written so that they pass too. */
function plainNumber(value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return String(number) === String(value) ? number : value;
}

/** The deepest node on the way along `path` that stands in the text. */
function nodeAt(top: Node, path: ValuePath): Node | null {
  let node: Node = top;
  for (const step of path) {
    let next: Node | null | undefined;
    if (isMap<Node, Node | null>(node)) {
      const pair = node.items.find(({ key }) => keyName(key) === step);
      next = pair && (isEmpty(pair.value) ? pair.key : pair.value);
    } else if (isSeq<Node | null>(node) && typeof step === 'number') next = node.items[step];
    if (!next) break;
    node = next;
  }
  return node === top && path.length > 0 ? null : node;
}
