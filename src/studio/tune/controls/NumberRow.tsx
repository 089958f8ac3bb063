import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { changeParams, checkChange } from '../change-params.ts';
import type { NumberControl } from '../fields.ts';
import { stopPosition } from '../slider-stops.ts';
import type { ControlProps } from './control-props.ts';
import classes from './controls.module.css';
import { ValueInput } from './ValueInput.tsx';
import { ValueSlider } from './ValueSlider.tsx';

/** A number: slider, digits, and a box for the value beside the range where there is one. */
export function NumberRow({ param, control, value, problemId, onProblem }: ControlProps<NumberControl>) {
  const [live, setLive] = useState<number | null>(null);
  const { stops, alternative, usual } = control;
  const isAlternative = alternative !== null && value === alternative.value;
  const number = live ?? (typeof value === 'number' ? value : usual);
  const change = (next: unknown) => onProblem(changeParams({ [param.key]: next }));

  return (
    <div className={classes.number}>
      {alternative && (
        <Checkbox
          size="xs"
          label={alternative.label}
          aria-label={`${param.title}: ${alternative.label}`}
          checked={isAlternative}
          onChange={(event) => change(event.currentTarget.checked ? alternative.value : usual)}
        />
      )}
      {!isAlternative && (
        <>
          {stops && (
            <ValueSlider
              label={param.title}
              unit={param.unit}
              stops={stops}
              value={number}
              onShow={setLive}
              onCommit={change}
            />
          )}
          <ValueInput
            className={stops ? classes.digits : classes.wide}
            label={param.unit ? `${param.title}, ${param.unit}` : param.title}
            value={number}
            check={(next) => checkChange({ [param.key]: next })}
            commit={change}
            onProblem={onProblem}
            step={stops ? (from, direction) => neighbour(stops, from, direction) : undefined}
            describedBy={problemId}
          />
        </>
      )}
    </div>
  );
}

/** The next stop up or down from a value that need not be one. */
function neighbour(stops: readonly number[], from: number, direction: 1 | -1): number {
  const place = stopPosition(stops, from);
  const next = direction === 1 ? Math.floor(place) + 1 : Math.ceil(place) - 1;
  return stops[Math.min(Math.max(next, 0), stops.length - 1)] ?? from;
}
