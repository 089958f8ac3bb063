import { spawn } from 'node:child_process';
import { ROOT } from './paths.mjs';

/**
 * Runs a command in the repository root with the terminal's own output and waits for its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, shell?: boolean, silent?: boolean }} [options]
 * @returns {Promise<number>} exit code; 128 and up when a signal ended it, 127 when it could not be started
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: options.silent ? 'ignore' : ['ignore', 'inherit', 'inherit'],
      env: options.env ?? process.env,
      shell: options.shell ?? false,
    });
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(127);
    });
    child.on('close', (code) => resolve(code ?? 128));
  });
}

/**
 * Runs a script of ours or of an installed tool with this Node.
 * @param {string[]} args script, then its arguments
 * @param {NodeJS.ProcessEnv} [env]
 */
export function runNode(args, env) {
  return run(process.execPath, args, env ? { env } : {});
}

/**
 * Runs npm, the one that started us where there is one.
 * @param {string[]} args
 * @param {{ silent?: boolean }} [options]
 */
export function runNpm(args, options = {}) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('npm-cli.js')) return run(process.execPath, [script, ...args], options);
  return run('npm', args, { ...options, shell: process.platform === 'win32' });
}
