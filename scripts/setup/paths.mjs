import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the repository, wherever the command was started from. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** @param {...string} parts path below the root */
export const inRoot = (...parts) => path.join(ROOT, ...parts);

/** Script that starts a command-line tool of an installed package. @param {...string} parts path below node_modules */
export const inModules = (...parts) => inRoot('node_modules', ...parts);
