import type {
  Evaluation,
  Minimized,
  MinimizeOptions,
  MinimizeStep,
  Objective,
  ObjectiveFactory,
  ObjectiveSpec,
} from '../objective.ts';

const WARNING =
  'Half precision was not enough for this picture: it is painted in single precision. Set job_precision: f32 to begin so.';

const finite = (values: ArrayLike<number>) => Array.prototype.every.call(values, Number.isFinite);

/**
 * An engine in half precision with one in single precision behind it: where values leave half precision's range, which shows as losses or a
 * gradient that are not finite, the objective goes on in single precision from the last good image. Both must take each other's style targets.
 * @param open the engine in single precision; called once, when it is first needed
 * @param warn told once for each objective that needs it
 */
export function withFullPrecision(
  half: ObjectiveFactory,
  open: () => ObjectiveFactory,
  warn: (message: string) => void,
): ObjectiveFactory {
  let full: ObjectiveFactory | undefined;
  return {
    mean: half.mean,
    styleTarget: (styles) => half.styleTarget(styles),
    ...(half.reserve && { reserve: half.reserve.bind(half) }),
    async create(spec) {
      return guarded(await half.create(spec), spec, () => {
        warn(WARNING);
        full ??= open();
        return full;
      });
    },
    dispose() {
      half.dispose();
      full?.dispose();
    },
  };
}

function guarded(first: Objective, spec: ObjectiveSpec, full: () => ObjectiveFactory): Objective {
  let current = first;
  let whole = false;
  const change = async (): Promise<Objective> => {
    current.dispose();
    whole = true;
    current = await full().create(spec);
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
        for (;;) {
          const { value, done } = await rest.next();
          if (done) return { ...value, evaluations: value.evaluations + found.evaluations };
          yield { ...value, evaluation: value.evaluation + found.evaluations };
        }
      },
    }),
    dispose: () => current.dispose(),
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
