// Writes docs/params.md from the schema; with --check it only says whether the committed file is still true.
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describeParams, describeResults, type ParamDescription } from '../src/project/describe.ts';

const page = new URL('../docs/params.md', import.meta.url);

const INTRODUCTION = `<!-- Generated from the schema by \`npm run docs\`: change the params.ts of the stage instead. -->

# Params

A params file is YAML, one \`name: value\` a line; what it leaves out has its default. \`npm run params -- FILE\` checks one and
prints it complete. A record is a params file with the results of a run, and paints the same picture again.

Unknown names are kept, with a warning. A file without \`job_schema_version\` is read in the older form: the same names, painted at
full size from the start (\`job_scale_min: 0\`), \`/gpu:0\` and \`/cpu:0\` as \`webgpu\` and \`wasm\`. A list of weights that is left out
weighs all the same.

Keys, tokens and paths of your machine never stand in these files: names of files only.
`;

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function formatDefault(value: unknown): string {
  if (Array.isArray(value)) return `\`[${value.join(', ')}]\``;
  // 0.000001 is hard to read
  const tiny = typeof value === 'number' && value > 0 && value < 1e-4;
  return `\`${tiny ? value.toExponential() : String(value)}\``;
}

function paramRow({ key, default: value, allowed, unit, title, description }: ParamDescription): string {
  const range = unit === undefined ? allowed : `${allowed} (${unit})`;
  return `| \`${key}\` | ${cell(formatDefault(value))} | ${cell(range)} | **${cell(title)}.** ${cell(description)} |`;
}

function renderPage(): string {
  const params = describeParams();
  const groups = [...new Set(params.map(({ group }) => group))];
  const sections = groups.map((group) => {
    const rows = params.filter((param) => param.group === group).map(paramRow);
    return [`## ${group}`, '', '| Name | Default | Allowed | Meaning |', '|---|---|---|---|', ...rows, ''].join('\n');
  });
  const results = [
    '## Results in a record',
    '',
    'What a run writes beside the params. They are read back and kept, and change nothing when the file is painted again.',
    '',
    '| Name | Meaning |',
    '|---|---|',
    ...describeResults().map(({ key, description }) => `| \`${key}\` | ${cell(description)} |`),
    '',
  ].join('\n');
  return [INTRODUCTION, ...sections, results].join('\n');
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const rendered = renderPage();
  if (!values.check) {
    await writeFile(page, rendered);
    return;
  }
  const committed = await readFile(page, 'utf8').catch(() => '');
  if (committed.replaceAll('\r\n', '\n') !== rendered) {
    console.error('docs/params.md does not match the schema: run `npm run docs` and commit it');
    process.exitCode = 1;
  }
}

await main();
