import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { policyHeaders } from './scripts/vite/policy-headers.ts';
import { wholeThreadFunction } from './scripts/vite/whole-thread-function.ts';

// With these the page may share memory between threads, and WebAssembly paints on all cores.
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'credentialless',
};

export default defineConfig({
  plugins: [react(), policyHeaders()],
  build: { target: 'es2023' },
  worker: { format: 'es', plugins: () => [wholeThreadFunction()] },
  server: { host: '127.0.0.1', headers: isolation },
  preview: { host: '127.0.0.1', headers: isolation },
});
