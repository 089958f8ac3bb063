import { MARK_COLOURS } from '../../route/maps/colours.ts';
import type { MarkState } from '../../route/maps/map-view.ts';
import classes from './RouteMap.module.css';
import { useScouted } from './use-plan.ts';

/** What the marks of the states are called. */
export const STATE_WORDS: Readonly<Partial<Record<MarkState, string>>> = {
  found: 'found',
  repeated: 'repeated',
  gap: 'nothing there',
  unfit: 'indoors, a user’s, or looks elsewhere',
  'other-years': 'other dates',
};

/** What the colours on the map mean, once something was looked for. */
export function Legend() {
  const scouted = useScouted();
  if (!scouted) return null;
  const states = new Set<MarkState>(scouted.map(({ state }) => state));
  return (
    <ul className={classes.legend} aria-label="Colours of the marks">
      {Object.entries(STATE_WORDS)
        .filter(([state]) => states.has(state as MarkState))
        .map(([state, words]) => (
          <li key={state}>
            <span className={classes.dot} style={{ background: MARK_COLOURS[state as MarkState] }} />
            {words}
          </li>
        ))}
    </ul>
  );
}
