import { defineConfig } from 'vitest/config';

// One time limit for all, and a long one: it ends what hangs, and says nothing of speed.
// Two files at a time: GPU tests compute on the CPU (SwiftShader), and the smallest machines that run them have two cores.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/scripts/*.test.mjs'],
    exclude: ['test/browser/**', 'node_modules/**'],
    setupFiles: ['test/support/fix-seed.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
