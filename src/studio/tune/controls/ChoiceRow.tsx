import { SegmentedControl, Select } from '@mantine/core';
import { changeParams } from '../change-params.ts';
import type { ControlOf, ControlProps } from './control-props.ts';

/** Letters that fit side by side in the inspector. */
const MOST_LETTERS = 26;
const MOST_SEGMENTS = 4;

/** One of a few: side by side where there is room, in a list otherwise. */
export function ChoiceRow({ param, control, value, problemId, onProblem }: ControlProps<ControlOf<'choice'>>) {
  const data = control.options.map(String);
  const take = (name: string | null) => {
    const option = control.options.find((candidate) => String(candidate) === name);
    if (option !== undefined) onProblem(changeParams({ [param.key]: option }));
  };
  const shared = {
    'aria-label': param.title,
    'aria-describedby': problemId,
    data,
    value: String(value),
    onChange: take,
  };
  const isShort = data.length <= MOST_SEGMENTS && data.join('').length <= MOST_LETTERS;
  if (isShort) return <SegmentedControl {...shared} size="xs" fullWidth />;
  return <Select {...shared} size="xs" allowDeselect={false} checkIconPosition="right" />;
}
