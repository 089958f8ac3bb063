import { ActionIcon, Collapse, Switch, Text, Tooltip } from '@mantine/core';
import { IconHelpCircle, IconRestore } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useDocument } from '../state/document-store.ts';
import { changeParams, isChanged, resetParams } from './change-params.ts';
import { ChoiceRow } from './controls/ChoiceRow.tsx';
import type { ControlProps } from './controls/control-props.ts';
import { LayersRow } from './controls/LayersRow.tsx';
import { NumberRow } from './controls/NumberRow.tsx';
import { NumbersRow } from './controls/NumbersRow.tsx';
import type { ParamField } from './fields.ts';
import { ParamHelp } from './ParamHelp.tsx';
import classes from './ParamRow.module.css';

/** One parameter: its name, what it does, its control, and what is wrong with what was entered. */
export function ParamRow({ field }: { field: ParamField }) {
  const { param, keys, control } = field;
  const value = useDocument(({ document }) => document?.params[param.key]);
  const changed = useDocument(({ document }) => document !== null && isChanged(document.params, keys));
  const [help, setHelp] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [judged, setJudged] = useState(value);
  // A message is about what was entered; it ends when another value comes in, by undo for example.
  if (judged !== value) {
    setJudged(value);
    setProblem(null);
  }
  const id = useId();
  const problemId = problem === null ? undefined : `${id}-problem`;
  const shared = { param, value, problemId, onProblem: setProblem };

  return (
    <div className={classes.row} data-param={param.key} data-changed={changed || undefined}>
      <div className={classes.head}>
        {changed && <span className={classes.mark} role="img" aria-label="Changed" />}
        <Text span size="sm" className={classes.title}>
          {param.title}
          {param.unit && !saysUnit(param.title, param.unit) && (
            <Text span size="xs" c="dimmed">
              {' '}
              {param.unit}
            </Text>
          )}
        </Text>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={`About ${param.title}`}
          aria-expanded={help}
          aria-controls={`${id}-help`}
          onClick={() => setHelp(!help)}
        >
          <IconHelpCircle size={15} stroke={1.6} aria-hidden />
        </ActionIcon>
        <span className={classes.space} />
        {changed && (
          <Tooltip label={`Back to ${formatDefault(param.default)}`}>
            <ActionIcon
              variant="subtle"
              color="brand"
              size="sm"
              aria-label={`Reset ${param.title}`}
              onClick={() => setProblem(resetParams(keys))}
            >
              <IconRestore size={15} stroke={1.6} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        {control.kind === 'switch' && (
          <Switch
            size="xs"
            aria-label={param.title}
            checked={value === true}
            onChange={(event) => setProblem(changeParams({ [param.key]: event.currentTarget.checked }))}
          />
        )}
      </div>
      <Collapse expanded={help} id={`${id}-help`}>
        <ParamHelp param={param} />
      </Collapse>
      <ControlRow {...shared} control={control} />
      {problem !== null && (
        <Text id={problemId} size="xs" c="rust.4" role="alert" className={classes.problem}>
          {problem}
        </Text>
      )}
    </div>
  );
}

function ControlRow({ control, ...shared }: ControlProps) {
  switch (control.kind) {
    case 'number':
      return <NumberRow {...shared} control={control} />;
    case 'numbers':
      return <NumbersRow {...shared} control={control} />;
    case 'choice':
      return <ChoiceRow {...shared} control={control} />;
    case 'layers':
      return <LayersRow {...shared} control={control} />;
    case 'switch':
      // Stands beside the title.
      return null;
  }
}

/** "Evaluations of a still" needs no "evaluations" after it. */
function saysUnit(title: string, unit: string): boolean {
  return title.toLowerCase().includes(unit.toLowerCase());
}

function formatDefault(value: unknown): string {
  if (value === null) return 'auto';
  return Array.isArray(value) ? value.join(', ') : String(value);
}
