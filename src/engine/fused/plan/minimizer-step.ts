import { checkMoments } from '../../minimizers/adam.ts';
import type { MinimizeOptions } from '../../objective.ts';
import { adamBuffers, adamDispatches, adamPartDispatches } from '../minimizers/adam.ts';
import { adamStart } from '../minimizers/adam-state.ts';
import { lbfgsBuffers, lbfgsDispatches, lbfgsPartDispatches, lbfgsVectors } from '../minimizers/lbfgs.ts';
import { dotChunks } from '../minimizers/lbfgs-dots-layout.ts';
import { lbfgsStart } from '../minimizers/lbfgs-state.ts';
import { PART_PIXELS } from '../minimizers/part.ts';
import type { ObjectivePlan } from './objective-plan.ts';
import { type Resolve, type Step, type Tensor, totalBytes } from './tensor.ts';
import { rangeOf, type Span, spansOf, windowOf } from './windows.ts';

/** What the plan makes room for. */
export type MinimizerChoice =
  | { readonly minimizer: 'lbfgs' /** pairs at most */; readonly history: number }
  | { readonly minimizer: 'adam' };

/** Adam's running means of a part of the image, [pixels, 4] each. */
interface MomentsPart {
  readonly first: Tensor;
  readonly second: Tensor;
  readonly pixels: Span;
}

/** The minimiser behind an evaluation, laid out. */
export interface MinimizerPlan {
  readonly step: Step;
  readonly state: Tensor;
  /** one row for each evaluation, as `readLog` takes them, in a ring */
  readonly log: Tensor;
  /** the best image so far (Adam: the last with finite losses), [pixels, 4] */
  readonly best: Tensor;
  /** of Adam; one part of all pixels unless they are larger than one binding may show */
  readonly moments?: readonly MomentsPart[];
  /**
   * Bytes that start a run when they are written to the beginning of `state`.
   * @param constant additive part of the objective that the totals leave out
   * @throws RangeError where the plan has no room for what is asked, or moments are of another size
   */
  start(options: MinimizeOptions, constant: number): Uint8Array<ArrayBuffer>;
}

/** The minimiser's vectors that are as long as the image: those that a part of the image has for itself. */
const vectorsOf = (pixels: number, choice: MinimizerChoice): Readonly<Record<string, number>> =>
  choice.minimizer === 'lbfgs' ? lbfgsVectors(pixels, choice) : { first: 4 * pixels, second: 4 * pixels };

/**
 * Lays out the minimiser of a plan.
 * @param bindingLimit bytes that one binding may show: where a vector is larger the image is worked on in parts, each with vectors of its own
 */
export function planMinimizer(
  plan: ObjectivePlan,
  choice: MinimizerChoice,
  bindingLimit = Number.POSITIVE_INFINITY,
): MinimizerPlan {
  const pixels = plan.size.width * plan.size.height;
  const floats: Readonly<Record<string, number>> =
    choice.minimizer === 'lbfgs' ? lbfgsBuffers(pixels, choice) : adamBuffers(pixels);
  const kept = (name: string, length: number): Tensor => ({
    name: `${choice.minimizer} ${name}`,
    floats: length,
    kind: 'kept',
  });
  const fits = ({ from, to }: Span) =>
    4 * Math.max(4 * (to - from), ...Object.values(vectorsOf(to - from, choice))) <= bindingLimit;
  const spans = spansOf(pixels, PART_PIXELS, fits);
  const whole = spans.length === 1;
  const chunks = spans.reduce((sum, { from, to }) => sum + dotChunks(to - from), 0);
  const inParts = Object.keys(whole ? {} : vectorsOf(pixels, choice));
  const own = Object.fromEntries(
    Object.entries(floats)
      .filter(([name]) => !inParts.includes(name))
      .map(([name, length]): [string, Tensor] => {
        // Each part has rows of partial sums of its own.
        const rows = name === 'partials' ? chunks / dotChunks(pixels) : 1;
        return [name, kept(name, length * rows)];
      }),
  );
  const parts = spans.map((span, i) => ({
    span,
    vectors: Object.fromEntries(
      Object.entries(whole ? {} : vectorsOf(span.to - span.from, choice)).map(([name, length]): [string, Tensor] => [
        name,
        kept(`${name}, part ${i + 1} of ${spans.length}`, length),
      ]),
    ),
  }));
  const shared = [plan.image, plan.gradient, plan.totals];
  const dispatches = (resolve: Resolve) => {
    const objective = { trial: resolve(plan.image), gradient: resolve(plan.gradient), losses: resolve(plan.totals) };
    const all = (tensors: Readonly<Record<string, Tensor>>) =>
      Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, resolve(tensor)]));
    const buffers = all(own);
    if (whole) {
      return choice.minimizer === 'lbfgs'
        ? lbfgsDispatches(pixels, choice, objective, buffers as Parameters<typeof lbfgsDispatches>[3])
        : adamDispatches(pixels, objective, buffers as Parameters<typeof adamDispatches>[2]);
    }
    const bound = parts.map(({ span: { from, to }, vectors }) => {
      const part = (tensor: Tensor) => rangeOf(resolve(tensor), windowOf(tensor, { from: 4 * from, to: 4 * to }, 4));
      const images = { trial: part(plan.image), gradient: part(plan.gradient), best: part(own.best!) };
      return { pixels: to - from, ...images, ...all(vectors) };
    });
    const together = { ...objective, ...buffers };
    return choice.minimizer === 'lbfgs'
      ? lbfgsPartDispatches(
          choice,
          bound as unknown as Parameters<typeof lbfgsPartDispatches>[1],
          together as unknown as Parameters<typeof lbfgsPartDispatches>[2],
        )
      : adamPartDispatches(
          bound as unknown as Parameters<typeof adamPartDispatches>[0],
          together as unknown as Parameters<typeof adamPartDispatches>[1],
        );
  };
  const tensors = [...Object.values(own), ...parts.flatMap(({ vectors }) => Object.values(vectors))];
  return {
    step: {
      name: 'minimiser',
      layer: choice.minimizer,
      variant: [
        ...(choice.minimizer === 'lbfgs' ? [`${choice.history} pairs`] : []),
        ...(whole ? [] : [`${parts.length} bands`]),
      ].join(', '),
      tensors: [...shared, ...tensors],
      flops: 0,
      bytes: totalBytes([...shared, ...tensors.filter((tensor) => tensor !== own.log)]),
      dispatches,
    },
    state: own.state!,
    log: own.log!,
    best: own.best!,
    ...(choice.minimizer === 'adam' && {
      moments: parts.map(({ span, vectors }): MomentsPart => {
        const { first, second } = whole ? own : vectors;
        return { first: first!, second: second!, pixels: span };
      }),
    }),
    start(options, constant) {
      if (options.minimizer !== choice.minimizer) {
        throw new RangeError(`minimiser: the plan is for ${choice.minimizer}, asked for ${options.minimizer}`);
      }
      if (options.minimizer === 'adam') {
        if (options.moments) checkMoments(options.moments, 3 * pixels);
        return adamStart(pixels, { ...options, constant });
      }
      if (choice.minimizer === 'lbfgs' && options.history > choice.history) {
        throw new RangeError(`minimiser: the plan has room for ${choice.history} pairs, asked for ${options.history}`);
      }
      return lbfgsStart(pixels, { ...options, constant }, chunks);
    },
  };
}
