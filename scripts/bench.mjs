// npm run bench — in the environment of `npm test`: where nobody chose a Vulkan driver, WebGPU is the browser's SwiftShader, so that machines
// with and without a graphics card measure the same thing.
import { prepareTests } from './setup/test-environment.mjs';

Object.assign(process.env, await prepareTests());
process.argv.splice(2, 0, 'bench/run.ts');
await import('./launch.mjs');
