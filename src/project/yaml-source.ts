import { Composer, type Document, LineCounter, Parser } from 'yaml';
import { MAX_PROBLEMS, type ParamsProblem } from './problem.ts';

/** Largest file that is looked at, in UTF-16 units: room for the record of a film of some 5000 frames along a route of 20,000 vertices. */
export const MAX_TEXT_LENGTH = 4 * 1024 * 1024;

/** A parsed file before its values are looked at. */
export interface YamlSource {
  readonly document: Document.Parsed;
  /** place of an offset in the text, both from 1 */
  place(offset: number): { line: number; column: number };
  readonly warnings: readonly ParamsProblem[];
}

/** The YAML of a text, or everything that is wrong with its form. Takes a byte-order mark, CR LF, and one document alone. */
export function readYaml(text: string): YamlSource | readonly ParamsProblem[] {
  const unfit = findUnfitText(text);
  if (unfit) return [unfit];
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const lines = new LineCounter();
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const at = (offset: number, message: string): ParamsProblem => ({ ...place(offset), key: '', message });

  const problems: ParamsProblem[] = [];
  // Duplicate keys are looked for later: the parser's own search compares each pair of keys, minutes for a hostile file.
  const composer = new Composer({ version: '1.2', uniqueKeys: false, intAsBigInt: true, logLevel: 'silent' });
  const documents: Document.Parsed[] = [];
  let documentTokens = 0;
  for (const token of new Parser(lines.addNewLine).parse(source)) {
    // A `%YAML 1.1` line would turn `no` into false and `1:30` into 90 in files that never meant it.
    if (token.type === 'directive' && token.source.startsWith('%YAML')) continue;
    if (token.type === 'document' && ++documentTokens > 1) {
      problems.push(at(token.offset, 'a second YAML document starts here; a params file holds one'));
      break;
    }
    if (token.type === 'error') problems.push(at(token.offset, `not YAML: ${token.message}`));
    else documents.push(...composer.next(token));
    // Told early: a file of brackets alone would take the composer minutes.
    if (problems.length >= MAX_PROBLEMS) break;
  }
  if (problems.length > 0) return problems;
  documents.push(...composer.end(true, source.length));

  const document = documents[0]!;
  if (document.errors.length > 0) {
    return document.errors
      .slice(0, MAX_PROBLEMS)
      .map(({ code, message, pos }) =>
        at(pos[0], code === 'RESOURCE_EXHAUSTION' ? 'nested too deeply' : `not YAML: ${firstLine(message)}`),
      );
  }
  const warnings = document.warnings.slice(0, MAX_PROBLEMS).map(({ message, pos }) => at(pos[0], firstLine(message)));
  return { document, place, warnings };
}

/** What makes a text no params file before any parsing: its size, or characters that no text file has. */
function findUnfitText(text: string): ParamsProblem | undefined {
  if (text.length > MAX_TEXT_LENGTH) {
    const size = `${(text.length / 1e6).toFixed(1)} million characters`;
    const message = `the file is too large: ${size}, at most ${(MAX_TEXT_LENGTH / 1e6).toFixed(1)} million; is it a params file?`;
    return { line: 1, column: 1, key: '', message };
  }
  let line = 1;
  let lineStart = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10) {
      line++;
      lineStart = i + 1;
    } else if (code < 32 && code !== 9 && code !== 13) {
      const name = `U+${code.toString(16).padStart(4, '0').toUpperCase()}`;
      return { line, column: i - lineStart + 1, key: '', message: `not a text file: control character ${name}` };
    }
  }
  return undefined;
}

function firstLine(message: string): string {
  const line = message.split('\n', 1)[0]!;
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
