import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { changeParams, checkChange } from '../change-params.ts';
import { readNumbers } from '../number-text.ts';
import type { ControlOf, ControlProps } from './control-props.ts';

/** A short list of numbers, typed with commas or blanks between them. Taken on Enter or on leaving, once the schema allows it. */
export function NumbersRow({ param, value, problemId, onProblem }: ControlProps<ControlOf<'numbers'>>) {
  const written = Array.isArray(value) ? value.join(', ') : '';
  /** null while the field shows the value */
  const [text, setText] = useState<string | null>(null);
  const [shown, setShown] = useState(written);
  // What came from elsewhere (undo, a loaded file) wins over a half-typed list.
  if (shown !== written) {
    setShown(written);
    setText(null);
  }
  const check = (typed: string) => checkChange({ [param.key]: readNumbers(typed) });
  const isBad = text !== null && check(text) !== null;
  const take = () => {
    if (text === null || isBad) return;
    onProblem(changeParams({ [param.key]: readNumbers(text) }));
    setText(null);
  };
  return (
    <TextInput
      size="xs"
      autoComplete="off"
      aria-label={param.title}
      aria-describedby={problemId}
      error={isBad}
      value={text ?? written}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        onProblem(check(currentTarget.value));
      }}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
        if (event.key !== 'Escape' || text === null) return;
        event.stopPropagation();
        setText(null);
        onProblem(null);
      }}
    />
  );
}
