// Gives Node what Vite gives the browser: `import text from './kernel.wgsl?raw'`.
import { register } from 'node:module';

register('./raw-loader.mjs', import.meta.url);
