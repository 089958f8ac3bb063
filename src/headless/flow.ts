// `npm run flow`: two pictures in, the motion between them out; or two flow fields in, their reliability out.
import { isAbort, PleinAirError } from '../core/errors.ts';
import { createNodeDeviceProvider } from '../platform/node/device-provider.ts';
import { createNodeImageCodec } from '../platform/node/image-codec.ts';
import { runFlow } from './flow-command.ts';
import { HELP, parseFlowOptions } from './flow-options.ts';
import { UsageError } from './usage-error.ts';

/** 128 + SIGINT: what shells expect of a program stopped by Ctrl-C. */
const INTERRUPTED = 130;

async function main(args: readonly string[]): Promise<number> {
  const abort = new AbortController();
  process.once('SIGINT', () => {
    process.once('SIGINT', () => process.exit(INTERRUPTED));
    abort.abort();
  });
  try {
    const options = parseFlowOptions(args);
    if (!options) {
      process.stdout.write(HELP);
      return 0;
    }
    const ports = {
      codec: createNodeImageCodec(),
      devices: createNodeDeviceProvider(),
      say: (line: string) => console.log(line),
    };
    await runFlow(options, ports, abort.signal);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\nSee npm run flow -- --help`);
      return 2;
    }
    if (isAbort(error) && abort.signal.aborted) return INTERRUPTED;
    if (!(error instanceof PleinAirError)) throw error;
    console.error(error.text);
    return 1;
  }
}

main(process.argv.slice(2)).then(
  // Leaves at once: a GPU device would keep the process waiting.
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    process.exit(1);
  },
);
