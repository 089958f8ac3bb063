import { TILE, tilesOf } from '../kernels/geometry.ts';
import type { Storage } from '../kernels/storage.ts';
import { type ConvCase, type ConvVariant, isImageGradient, type Strategy } from '../plan/strategy.ts';
import { candidates } from './candidates.ts';
import { measure } from './measure.ts';

/** Finds how convolutions are best computed. */
export interface Tuner {
  /** A strategy that knows these convolutions. @param storage of the network's values in the plan that it is for */
  prepare(cases: readonly ConvCase[], storage: Storage): Promise<Strategy>;
}

/** Where choices outlive the program: one entry a shape and storage, by name. */
export interface TunerMemory {
  load(): Promise<Readonly<Record<string, string>>>;
  save(choices: Readonly<Record<string, string>>): Promise<void>;
}

/** For where nothing is to be measured. */
export function fixedTuner(strategy: Strategy): Tuner {
  return { prepare: async () => strategy };
}

/**
 * Convolutions of like shape share a choice: same channels, tiles to the nearest power of two, values stored alike. There and back they are the
 * same work, but for the way back to the image.
 */
function bucketOf(conv: ConvCase, storage: Storage): { name: string; measured: ConvCase } {
  const { inputs, outputs, size } = conv;
  const { across, down } = tilesOf(size);
  const power = Math.round(Math.log2(across * down));
  const side = TILE * Math.max(1, Math.round(Math.sqrt(2 ** power)));
  const toImage = isImageGradient(conv);
  return {
    name: `${inputs} to ${outputs}${toImage ? ' of the image' : ''}, 2^${power} tiles${storage === 'f32' ? '' : `, ${storage}`}`,
    measured: { direction: toImage ? 'backward' : 'forward', inputs, outputs, size: { width: side, height: side } },
  };
}

/**
 * Measures candidates on the device itself, once for each shape and storage, and remembers. Where measuring fails the guess of `base` stands.
 * @param base for the rest
 * @param time gives the milliseconds of each candidate
 */
export function createTuner(device: GPUDevice, base: Strategy, memory: TunerMemory, time = measure): Tuner {
  const chosen = new Map<string, ConvVariant>();
  let known: Promise<Record<string, string>> | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  const choose = async (conv: ConvCase, storage: Storage): Promise<boolean> => {
    const { name, measured } = bucketOf(conv, storage);
    if (chosen.has(name)) return false;
    const list = candidates(measured, storage, device);
    known ??= memory.load().then(
      (choices) => ({ ...choices }),
      () => ({}),
    );
    const choices = await known;
    const before = list.find((candidate) => candidate.name === choices[name]);
    if (before) {
      chosen.set(name, before.variant);
      return false;
    }
    const times = list.length > 1 ? await time(device, measured, storage, list).catch(() => undefined) : [0];
    // Nothing measured, or nothing that runs.
    if (!times?.some(Number.isFinite)) {
      chosen.set(name, base.conv(conv));
      return false;
    }
    const best = list[times.indexOf(Math.min(...times))]!;
    chosen.set(name, best.variant);
    choices[name] = best.name;
    return true;
  };

  return {
    prepare(cases, storage) {
      const ready = queue.then(async () => {
        let learnt = false;
        for (const conv of cases) learnt = (await choose(conv, storage)) || learnt;
        // What cannot be kept is measured again next time.
        if (learnt) await memory.save((await known)!).catch(() => undefined);
        return {
          ...base,
          conv: (conv: ConvCase) => chosen.get(bucketOf(conv, storage).name) ?? base.conv(conv),
        };
      });
      queue = ready.catch(() => undefined);
      return ready;
    },
  };
}
