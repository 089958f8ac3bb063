import { Code } from '@mantine/core';
import { Fragment } from 'react';

/** A description from the schema: names between backticks are set as code. */
export function Prose({ text }: { text: string }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a fixed text keep their places
  return text.split('`').map((part, i) => <Fragment key={i}>{i % 2 === 1 ? <Code>{part}</Code> : part}</Fragment>);
}
