import type {
  Evaluation,
  Minimized,
  MinimizeOptions,
  MinimizeStep,
  Objective,
  ObjectiveFactory,
} from '../objective.ts';
import { FusedStyleTarget } from './style-grams.ts';

const WARNING =
  'Half precision was not enough: the rest of this run is painted in single precision. Another run begins in half precision again: set job_precision: f32 to paint the whole film alike.';

const finite = (values: ArrayLike<number>) => Array.prototype.every.call(values, Number.isFinite);

/**
 * An engine in half precision with one in single precision behind it: where values leave half precision's range, which shows as losses, a
 * gradient or a painting's Gram matrices that are not finite, all goes on in single precision from the last good image. Both must take each
 * other's style targets.
 * @param open the engine in single precision; called once, when it is first needed
 * @param warn told once, when that happens
 */
export function withFullPrecision(
  half: ObjectiveFactory,
  open: () => ObjectiveFactory,
  warn: (message: string) => void,
): ObjectiveFactory {
  let full: ObjectiveFactory | undefined;
  let reserved: Parameters<NonNullable<ObjectiveFactory['reserve']>> | undefined;
  /** objectives in half precision that are not disposed */
  let halves = 0;
  const freeHalf = () => {
    if (full && halves === 0) half.dispose();
  };
  const change = async (): Promise<ObjectiveFactory> => {
    if (full) return full;
    warn(WARNING);
    full = open();
    freeHalf();
    // The picture takes more than what was made room for.
    if (reserved) await full.reserve?.(...reserved);
    return full;
  };
  return {
    mean: half.mean,
    async styleTarget(...asked) {
      const target = await (full ?? half).styleTarget(...asked);
      if (full || !(target instanceof FusedStyleTarget) || target.finite) return target;
      return (await change()).styleTarget(...asked);
    },
    async reserve(...asked) {
      reserved = asked;
      await (full ?? half).reserve?.(...asked);
    },
    async create(...asked) {
      if (full) return full.create(...asked);
      const objective = await half.create(...asked);
      halves++;
      const dispose = () => {
        objective.dispose();
        halves--;
        freeHalf();
      };
      return guarded(objective, dispose, async () => (await change()).create(...asked));
    },
    dispose() {
      half.dispose();
      full?.dispose();
    },
  };
}

/**
 * @param dispose of the first
 * @param full the same objective in single precision; called once at most, when the first is disposed
 */
function guarded(first: Objective, dispose: () => void, full: () => Promise<Objective>): Objective {
  let current = first;
  let whole = false;
  let free = dispose;
  const change = async (): Promise<Objective> => {
    free();
    free = () => undefined;
    whole = true;
    current = await full();
    free = () => current.dispose();
    return current;
  };
  return {
    size: first.size,
    async evaluate(x): Promise<Evaluation> {
      const found = await current.evaluate(x);
      if (whole || (Number.isFinite(found.value) && finite(found.gradient))) return found;
      return (await change()).evaluate(x);
    },
    ...(first.minimize && {
      async *minimize(
        start: Float32Array,
        options: MinimizeOptions,
        signal?: AbortSignal,
      ): AsyncGenerator<MinimizeStep, Minimized> {
        const found = whole
          ? yield* current.minimize!(start, options, signal)
          : yield* finiteSteps(current.minimize!(start, options, signal));
        if (whole || found.stop !== 'not_finite') return found;
        const from = finite(found.x) && found.evaluations > 1 ? found.x : start;
        // What showed the overflow counts as spent, but one evaluation must be left to start from.
        const left = Math.max(1, options.evaluations - found.evaluations);
        const next = await change();
        const rest = next.minimize!(from, { ...options, evaluations: left }, signal);
        try {
          for (;;) {
            const { value, done } = await rest.next();
            if (done) return { ...value, evaluations: value.evaluations + found.evaluations };
            yield { ...value, evaluation: value.evaluation + found.evaluations };
          }
        } finally {
          await rest.return(undefined as never);
        }
      },
    }),
    dispose: () => free(),
  };
}

/** The steps whose losses are numbers. */
async function* finiteSteps(steps: AsyncGenerator<MinimizeStep, Minimized>): AsyncGenerator<MinimizeStep, Minimized> {
  try {
    for (;;) {
      const { value, done } = await steps.next();
      if (done) return value;
      if (Number.isFinite(value.terms.total)) yield value;
    }
  } finally {
    await steps.return(undefined as never);
  }
}
