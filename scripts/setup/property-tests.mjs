import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The test files of a folder that use fast-check, themselves or by way of a helper in that folder.
 * @param {string} folder
 * @returns {string[]} sorted
 */
export function propertyTests(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const sources = new Map(
    names
      .filter((name) => /\.(ts|mjs)$/.test(name))
      .map((name) => path.join(folder, name))
      .map((file) => [
        file,
        [...readFileSync(file, 'utf8').matchAll(/from '([^']+)'/g)].map((match) => match[1] ?? ''),
      ]),
  );
  /** @param {string} file */
  const uses = (file) => {
    const reached = new Set([file]);
    for (const one of reached)
      for (const name of sources.get(one) ?? []) {
        if (name === 'fast-check') return true;
        if (name.startsWith('.')) reached.add(path.join(path.dirname(one), name));
      }
    return false;
  };
  return [...sources.keys()].filter((file) => /\.test\.(ts|mjs)$/.test(file) && uses(file)).sort();
}

/**
 * Takes `--seed N` or `--seed=N` out of arguments.
 * @param {string[]} args
 * @returns {{ seed: number | undefined, rest: string[] }}
 * @throws where N is no 32-bit integer
 */
export function takeSeed(args) {
  const at = args.findIndex((arg) => arg === '--seed' || arg.startsWith('--seed='));
  if (at < 0) return { seed: undefined, rest: args };
  const joined = args[at]?.startsWith('--seed=') ?? false;
  const given = (joined ? args[at]?.slice('--seed='.length) : args[at + 1]) ?? '';
  const seed = Number(given);
  if (given.trim() === '' || seed !== (seed | 0)) throw new Error(`--seed takes a 32-bit integer, not “${given}”.`);
  return { seed, rest: args.toSpliced(at, joined ? 1 : 2) };
}
