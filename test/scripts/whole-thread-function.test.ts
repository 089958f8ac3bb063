import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { wholeThreadFunction } from '../../scripts/vite/whole-thread-function.ts';

type Transform = { handler: (this: { error: (message: string) => never }, code: string) => { code: string } };
const { handler } = wholeThreadFunction().transform as unknown as Transform;
const context = {
  error: (message: string): never => {
    throw new Error(message);
  },
};

describe('the function that tfjs sends to its threads', () => {
  it('names nothing from outside of it any more, and is otherwise as it was', async () => {
    const file = '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js';
    const before = await readFile(createRequire(import.meta.url).resolve(file), 'utf8');
    const { code } = handler.call(context, before);
    const start = code.indexOf('function(WasmBackendModuleThreadedSimd)');
    expect(before.slice(start)).toContain('_scriptDir');
    expect(code.slice(start)).not.toContain('_scriptDir');
    expect(code.replaceAll('(void 0)', '_scriptDir')).toBe(before);
  });

  it('is missed where tfjs has changed, instead of threads that fail in silence', () => {
    expect(() => handler.call(context, 'export default function start() {}')).toThrow(/tfjs has changed/);
  });
});
