import { PleinAirError } from '../../core/errors.ts';
import type { WeightsProgress } from '../../engine/network/loader.ts';
import type { ComputeDevice } from '../../platform/device-provider.ts';
import type { Params } from '../../project/schema.ts';
import { type EnginePlatform, type OpenEngine, openEngine } from '../open-engine.ts';

/** Losses without a frame painted in between after which the device counts as unusable. */
const MAX_LOSSES = 3;

/** How long a failed operation is given to turn out as the device's loss, milliseconds: the two come in any order. */
const LOSS_DELAY = 500;

/** Gives a run its engine, and another one after the device was lost. */
export interface EngineKeeper {
  /** Opens the first one. @throws as `openEngine` */
  open(): Promise<OpenEngine>;
  /** Whether the device of the engine was lost, so that an error comes from that. @returns the reason, or null */
  lossOf(engine: OpenEngine): Promise<string | null>;
  /**
   * Asks for a device again, a few times; then, where the params leave the choice, the processor takes over.
   * @throws PleinAirError kind `device` where `job_device: webgpu` forbids that
   */
  reopen(): Promise<OpenEngine>;
  /** A frame is painted: the device works. */
  proven(): void;
  dispose(): void;
}

interface KeeperOptions {
  readonly onProgress: (progress: WeightsProgress) => void;
  readonly warn: (message: string) => void;
  /** before each try, milliseconds */
  readonly delays: readonly number[];
  readonly signal: AbortSignal;
}

/** @param open how an engine is opened; tests give their own */
export function createEngineKeeper(
  params: Params,
  platform: EnginePlatform,
  options: KeeperOptions,
  open: typeof openEngine = openEngine,
): EngineKeeper {
  const { delays, signal, warn } = options;
  let current: OpenEngine | null = null;
  let losses = 0;

  const openOn = async (chosen: Params, devices = platform.devices): Promise<OpenEngine> => {
    current = await open(chosen, { ...platform, devices }, options);
    return current;
  };
  const release = () => {
    const engine = current;
    current = null;
    try {
      engine?.dispose();
    } catch {
      // What a lost device holds is gone already, and nothing can be learnt from failing to free it.
    }
  };
  const openAgain = async (delay: number): Promise<OpenEngine | null> => {
    await rest(delay, signal);
    const device = await requestQuietly(platform);
    if (!device) return null;
    try {
      return await openOn(params, { request: async () => device });
    } catch (error) {
      // The new device may be lost in its turn; anything else would fail every time.
      if (signal.aborted || !(error instanceof PleinAirError && error.kind === 'device')) throw error;
      return null;
    }
  };
  return {
    open: () => openOn(params),
    async lossOf(engine) {
      return Promise.race([
        engine.lost,
        rest(LOSS_DELAY, signal).then(
          () => null,
          () => null,
        ),
      ]);
    },
    async reopen() {
      release();
      losses++;
      if (losses <= MAX_LOSSES) {
        for (const delay of delays) {
          const engine = await openAgain(delay);
          if (engine) return engine;
        }
      }
      const why = losses > MAX_LOSSES ? `was lost ${losses} times in one frame` : 'was lost and could not be had again';
      if (params.job_device === 'webgpu') {
        throw new PleinAirError(
          'device',
          `The graphics device ${why}.`,
          'Painted frames are kept. Close other programs that use the graphics card, or choose a smaller input_max_size, then paint again; or set job_device to wasm, which paints on the processor.',
        );
      }
      warn(`The graphics device ${why}: the processor paints on, which is slower. Painted frames are kept.`);
      return openOn({ ...params, job_device: 'wasm' });
    },
    proven() {
      losses = 0;
    },
    dispose: release,
  };
}

/** A browser that has just lost a device may have none, or refuse one by an error. */
async function requestQuietly({ devices }: EnginePlatform): Promise<ComputeDevice | null> {
  return devices.request().catch(() => null);
}

function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}
