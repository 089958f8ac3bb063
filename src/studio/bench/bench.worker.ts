// Times the engines away from the page's thread.
import '../../platform/browser/zod-without-eval.ts';
import { runCases } from '../../benchmark/run-cases.ts';
import { toSentError } from '../../core/sent-error.ts';
import { bundledWasmFiles } from '../../engine/tfjs/wasm-files.ts';
import { createBrowserDeviceProvider } from '../../platform/browser/device-provider.ts';
import type { BenchReply, BenchRequest } from './bench-messages.ts';
import { casesOf, paramsOf } from './bench-plan.ts';

const reply = (message: BenchReply) => self.postMessage(message);

self.addEventListener('message', ({ data: plan }: MessageEvent<BenchRequest>) => {
  runCases(casesOf(plan), {
    params: paramsOf(plan),
    platform: { devices: createBrowserDeviceProvider(), wasmFiles: bundledWasmFiles },
    onEvent: (event) => reply({ type: 'event', event }),
  }).then(
    () => reply({ type: 'done' }),
    (error: unknown) => reply({ type: 'failed', error: toSentError(error) }),
  );
});
