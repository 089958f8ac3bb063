// npm run bench, bench:soak — a benchmark, given by its file, in the environment of `npm test`: where nobody chose a Vulkan driver, WebGPU
// is the browser's SwiftShader, so that machines with and without a graphics card measure the same thing.
import { prepareTests } from './setup/test-environment.mjs';

Object.assign(process.env, await prepareTests());
await import('./launch.mjs');
