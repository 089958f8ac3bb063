import { pipelinesOf } from '../../../gpu/pipeline-cache.ts';
import { TILE, tilesOf } from '../kernels/geometry.ts';
import type { ConvCase, ConvVariant, Strategy } from '../plan/strategy.ts';
import { candidates } from './candidates.ts';
import { measure } from './measure.ts';

/** Finds how convolutions are best computed. */
export interface Tuner {
  /** A strategy that knows these convolutions. */
  prepare(cases: readonly ConvCase[]): Promise<Strategy>;
}

/** Where choices outlive the program: one entry a shape, by name. */
export interface TunerMemory {
  load(): Promise<Readonly<Record<string, string>>>;
  save(choices: Readonly<Record<string, string>>): Promise<void>;
}

/** For where nothing is to be measured. */
export function fixedTuner(strategy: Strategy): Tuner {
  return { prepare: async () => strategy };
}

/** Convolutions of like shape share a choice: same channels, tiles to the nearest power of two. */
function bucketOf({ inputs, outputs, size }: ConvCase): { name: string; measured: ConvCase } {
  const { across, down } = tilesOf(size);
  const power = Math.round(Math.log2(across * down));
  const side = TILE * Math.max(1, Math.round(Math.sqrt(2 ** power)));
  return {
    name: `${inputs} to ${outputs}, 2^${power} tiles`,
    measured: { direction: 'backward', inputs, outputs, size: { width: side, height: side } },
  };
}

/**
 * Measures candidates on the device itself, once for each shape, and remembers. Where measuring fails the guess of `base` stands.
 * @param base for the rest, and for convolutions with few channels
 */
export function createTuner(device: GPUDevice, base: Strategy, memory: TunerMemory): Tuner {
  const pipelines = pipelinesOf(device);
  const chosen = new Map<string, ConvVariant>();
  let known: Promise<Record<string, string>> | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  const choose = async (conv: ConvCase): Promise<boolean> => {
    const { name, measured } = bucketOf(conv);
    if (chosen.has(name)) return false;
    const list = candidates(measured, device.limits);
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
    const times = list.length > 1 ? await measure(device, pipelines, measured, list).catch(() => undefined) : [0];
    if (!times) {
      chosen.set(name, base.conv(conv));
      return false;
    }
    const best = list[times.indexOf(Math.min(...times))]!;
    chosen.set(name, best.variant);
    choices[name] = best.name;
    return true;
  };

  const tunable = ({ inputs, outputs }: ConvCase) => inputs % 16 === 0 && outputs % 16 === 0;
  return {
    prepare(cases) {
      const ready = queue.then(async () => {
        let learnt = false;
        for (const conv of cases) if (tunable(conv)) learnt = (await choose(conv)) || learnt;
        // What cannot be kept is measured again next time.
        if (learnt) await memory.save((await known)!).catch(() => undefined);
        return {
          ...base,
          conv: (conv: ConvCase) => (tunable(conv) && chosen.get(bucketOf(conv).name)) || base.conv(conv),
        };
      });
      queue = ready.catch(() => undefined);
      return ready;
    },
  };
}
