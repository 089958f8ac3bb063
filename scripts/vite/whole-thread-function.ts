import type { Plugin } from 'vite';

/**
 * tfjs' threads run the text of one of its functions, sent to workers made from a blob. That text names a variable from outside of
 * the function and guards it with `typeof`; a minifier, which sees the variable, drops the guard, and every thread fails. Without the
 * name the function is whole: in a module the variable is undefined anyway.
 */
export function wholeThreadFunction(): Plugin {
  return {
    name: 'whole-thread-function',
    transform: {
      filter: { id: /tfjs-backend-wasm-threaded-simd\.js$/ },
      handler(code) {
        const start = code.indexOf('function(WasmBackendModuleThreadedSimd)');
        const body = code.slice(start);
        if (start < 0 || !body.includes('_scriptDir')) {
          this.error('tfjs has changed how it starts its threads: see whether this plugin is still needed');
        }
        return { code: code.slice(0, start) + body.replaceAll('_scriptDir', '(void 0)'), map: null };
      },
    },
  };
}
