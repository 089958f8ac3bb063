import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { readNumber } from '../number-text.ts';

export interface ValueInputProps {
  readonly label: string;
  /** the document's value, or what a slider shows at the moment */
  readonly value: number;
  /** what the schema says against a value; null where it allows it */
  readonly check: (value: number | string | null) => string | null;
  /** takes a value that `check` allows */
  readonly commit: (value: number) => void;
  /** the message for what stands there now; null when it is good */
  readonly onProblem: (problem: string | null) => void;
  /** the neighbour of a value for an arrow key */
  readonly step?: ((value: number, direction: 1 | -1) => number) | undefined;
  readonly describedBy?: string | undefined;
  readonly className?: string | undefined;
}

/** A number typed in digits. It is taken on Enter or on leaving; until it is good, the document keeps the one before. */
export function ValueInput({ label, value, check, commit, onProblem, step, describedBy, className }: ValueInputProps) {
  /** null while the field shows the value */
  const [text, setText] = useState<string | null>(null);
  const [shown, setShown] = useState(value);
  // What came from elsewhere (undo, a loaded file, the slider) wins over a half-typed number.
  if (shown !== value) {
    setShown(value);
    setText(null);
  }
  const isBad = text !== null && check(readNumber(text)) !== null;

  const type = (next: string) => {
    setText(next);
    onProblem(check(readNumber(next)));
  };
  const take = () => {
    if (text === null || isBad) return;
    const typed = readNumber(text);
    if (typeof typed === 'number') commit(typed);
    setText(null);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'Enter') take();
    if (event.key === 'Escape' && text !== null) {
      event.stopPropagation();
      setText(null);
      onProblem(null);
    }
    if (step && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      const typed = text === null || isBad ? value : readNumber(text);
      const from = typeof typed === 'number' ? typed : value;
      type(String(step(from, event.key === 'ArrowUp' ? 1 : -1)));
    }
  };
  return (
    <TextInput
      className={className}
      size="xs"
      inputMode="decimal"
      autoComplete="off"
      aria-label={label}
      aria-describedby={describedBy}
      error={isBad}
      value={text ?? String(value)}
      onChange={(event) => type(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={take}
      onKeyDown={onKeyDown}
    />
  );
}
