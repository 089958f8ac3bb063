import type { PlaceState } from '../../frames/scout/scouted.ts';
import { MARK_COLOURS } from '../../route/maps/colours.ts';
import classes from './RouteMap.module.css';
import { STATE_WORDS } from './state-words.ts';
import { useScouted } from './use-plan.ts';

/** What the colours on the map mean, once something was looked for. */
export function Legend() {
  const scouted = useScouted();
  if (!scouted || scouted.length === 0) return null;
  const states = new Set(scouted.map(({ state }) => state));
  return (
    <ul className={classes.legend} aria-label="Colours of the marks">
      {(Object.keys(STATE_WORDS) as PlaceState[])
        .filter((state) => states.has(state))
        .map((state) => (
          <li key={state}>
            <span className={classes.dot} style={{ background: MARK_COLOURS[state] }} />
            {STATE_WORDS[state]}
          </li>
        ))}
    </ul>
  );
}
