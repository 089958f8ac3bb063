import { sha256 } from '../../core/digest.ts';
import type { FloatImage } from '../../core/image.ts';
import { type MixedGram, mixGrams } from '../losses/style.ts';
import { normalizeWeights } from '../losses/terms.ts';
import type { StyleImage, StyleTarget } from '../objective.ts';

/** Gram matrices G/M of one painting by tap. */
export type Grams = ReadonlyMap<string, Float32Array>;

/** The mix as the host keeps it: a few megabytes, written to the device with each objective. */
export class FusedStyleTarget implements StyleTarget {
  constructor(readonly layers: ReadonlyMap<string, MixedGram>) {}
  /** whether all that it holds are numbers: half precision ends at 65504 */
  get finite(): boolean {
    return [...this.layers.values()].every(
      ({ mean, spread }) => Number.isFinite(spread) && mean.every(Number.isFinite),
    );
  }
  dispose(): void {}
}

/** Paintings whose Gram matrices are kept: eight of a mix at each of six sizes. */
const KEPT = 48;

/**
 * Gram matrices by painting and size. A mix whose shares change is mixed anew from them, without a pass of the network.
 * @param look one pass of the network over a painting
 */
export function createGramCache(look: (image: FloatImage, signal?: AbortSignal) => Promise<Grams>) {
  const kept = new Map<string, Promise<Grams>>();
  const gramsOf = async (image: FloatImage, signal?: AbortSignal): Promise<Grams> => {
    const { buffer, byteOffset, byteLength } = image.data;
    const key = `${image.width}×${image.height} ${await sha256(new Uint8Array(buffer, byteOffset, byteLength))}`;
    const known = kept.get(key);
    kept.delete(key);
    const found =
      known ??
      look(image, signal).catch((error: unknown) => {
        kept.delete(key);
        throw error;
      });
    // Last in the map is used last.
    kept.set(key, found);
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
    return found;
  };
  return {
    /** The target of a mix. @throws as `look` */
    async mix(styles: readonly StyleImage[], signal?: AbortSignal): Promise<FusedStyleTarget> {
      const found: Grams[] = [];
      for (const { image } of styles) found.push(await gramsOf(image, signal));
      const shares = normalizeWeights(styles.map(({ weight }) => weight));
      const taps = [...found[0]!.keys()];
      return new FusedStyleTarget(
        new Map(
          taps.map((tap) => [
            tap,
            mixGrams(
              found.map((grams) => grams.get(tap)!),
              shares,
            ),
          ]),
        ),
      );
    },
  };
}
