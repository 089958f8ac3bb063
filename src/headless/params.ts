// `npm run params -- FILE`: checks a params file or a record and prints it normalised.
import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parseParamsBytes } from '../project/parse.ts';
import { formatProblem } from '../project/problem.ts';
import { writeParams } from '../project/write.ts';
import { UsageError } from './usage-error.ts';

const HELP = `Usage: npm run params -- FILE

Checks a params YAML or a record, of this version or the older form without job_schema_version, and prints it
normalised: every parameter in a fixed order with its value. Unknown keys are kept and warned about.

Exit code: 0 the file is good; 1 it has errors, told with their lines; 2 there is no such file, or a wrong call.
All parameters: docs/params.md
`;

/** Larger files are not read into memory to find that they are too large. */
const MAX_BYTES_READ = 64 * 1024 * 1024;

/** The one file that the arguments name; nothing where help is asked for. @throws UsageError */
function fileArgument(args: readonly string[]): string | undefined {
  const options = { help: { type: 'boolean', short: 'h', default: false } } as const;
  let parsed: { values: { help: boolean }; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help) return undefined;
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new UsageError(`one file is needed, got ${positionals.length}`);
  return file;
}

/** @throws UsageError where there is no readable file of a sensible size */
async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const info = await stat(file);
    if (info.isDirectory()) throw new UsageError(`${file} is a folder; a params file is needed`);
    if (info.size > MAX_BYTES_READ)
      throw new UsageError(`${file} is ${Math.round(info.size / 1e6)} MB: no params file`);
    return await readFile(file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new UsageError(`there is no file ${file}`);
    if (code === 'EACCES' || code === 'EPERM') throw new UsageError(`${file} cannot be read: no permission`);
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function main(args: readonly string[]): Promise<number> {
  const file = fileArgument(args);
  if (file === undefined) {
    process.stdout.write(HELP);
    return 0;
  }
  const parsed = parseParamsBytes(await readBytes(file));
  if (!parsed.ok) {
    for (const error of parsed.errors) console.error(formatProblem(file, error));
    return 1;
  }
  for (const warning of parsed.warnings) console.error(`warning: ${formatProblem(file, warning)}`);
  process.stdout.write(writeParams(parsed.params, parsed.results, parsed.extras));
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\nSee npm run params -- --help`);
  process.exitCode = 2;
}
