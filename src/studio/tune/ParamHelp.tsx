import { Code, Text } from '@mantine/core';
import type { ParamDescription } from '../../project/describe.ts';
import classes from './ParamRow.module.css';
import { Prose } from './Prose.tsx';

/** What a parameter does, its name in files, and what it may be. */
export function ParamHelp({ param }: { param: ParamDescription }) {
  return (
    <div className={classes.help}>
      <Text size="xs">
        <Prose text={param.description} />
      </Text>
      <Text size="xs" c="dimmed">
        <Code>{param.key}</Code>: {param.allowed}
        {param.unit && `, in ${param.unit}`}; at first {JSON.stringify(param.default).replaceAll('"', '')}
      </Text>
    </div>
  );
}
