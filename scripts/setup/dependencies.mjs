import { existsSync, readFileSync } from 'node:fs';
import { inModules, inRoot } from './paths.mjs';
import { runNpm } from './run.mjs';

/**
 * Why the installed packages are not those of the lock file, or undefined when they are.
 * Contents are compared, not dates: a checkout touches files without changing them.
 * @param {Record<string, LockEntry>} wanted `packages` of package-lock.json
 * @param {Record<string, LockEntry> | undefined} installed `packages` of node_modules/.package-lock.json
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockEntry
 */
export function whyOutdated(wanted, installed) {
  if (!installed) return 'nothing is installed yet';
  for (const [name, entry] of Object.entries(wanted)) {
    if (name === '') continue;
    const found = installed[name];
    // Optional packages are for other platforms where they are missing.
    if (!found && (entry.optional || entry.devOptional)) continue;
    if (!found) return `${name} is missing`;
    if (found.version !== entry.version) return `${name} is ${found.version}, wanted ${entry.version}`;
  }
  return undefined;
}

/** @param {string} file @returns {Record<string, LockEntry> | undefined} */
function packagesOf(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Installs what package-lock.json names unless it is there already. Ends the program where npm fails. */
export async function ensureDependencies() {
  const wanted = packagesOf(inRoot('package-lock.json'));
  if (!wanted) {
    console.error(
      'package-lock.json is missing or damaged: get it back from the repository (git checkout package-lock.json).',
    );
    process.exit(1);
  }
  const reason = whyOutdated(wanted, packagesOf(inModules('.package-lock.json')));
  if (!reason) return;
  console.error(`Installing packages (${reason}) …`);
  if ((await runNpm(['ci', '--no-audit', '--no-fund'], { silent: true })) === 0) return;
  // A lock file written against a registry that serves this system's packages alone lacks the optional ones of other systems,
  // which `npm ci` refuses (npm 11: "Missing: … from lock file"). `npm install` takes the same versions and goes on.
  console.error('npm ci refused; trying npm install with the same lock file …');
  const code = await runNpm(['install', '--no-save', '--no-audit', '--no-fund']);
  if (code === 0) return;
  console.error(
    'Packages could not be installed: see npm’s message above, and check the connection to the npm registry.',
  );
  process.exit(code);
}
