import { useRun } from '../state/run-store.ts';
import { clockTime, formatDuration, formatRate } from './durations.ts';
import classes from './RenderStep.module.css';

const NONE = '–';

/** The figures of the run. */
export function RunFacts() {
  const { adapter, evaluation, evaluations, frames, index, losses, rate, size, status, timeLeft } = useRun();
  const inWork = frames[index] === 'painting';
  const now = losses.at(-1)?.size;
  const timed = timeLeft !== null && status === 'painting';
  const facts: readonly (readonly [string, string])[] = [
    ['Frame', inWork ? `${index + 1} of ${frames.length}` : NONE],
    ['Evaluation', inWork ? `${evaluation} of ${evaluations}` : NONE],
    ['Size', sizes(now, size)],
    ['Rate', rate === null ? NONE : `${formatRate(rate)} evaluations/s`],
    ['Time left', timeLeft === null || status === 'done' ? NONE : formatDuration(timeLeft)],
    ['Done at', timed ? clockTime(new Date(), timeLeft) : NONE],
    ['Device', adapter ?? NONE],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name} className={classes.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function sizes(
  now: { width: number; height: number } | undefined,
  film: { width: number; height: number } | null,
): string {
  const words = (size: { width: number; height: number }) => `${size.width}×${size.height}`;
  if (!film) return NONE;
  return !now || now.width === film.width ? words(film) : `${words(now)}, then ${words(film)}`;
}
