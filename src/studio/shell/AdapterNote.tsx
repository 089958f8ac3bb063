import { Text, Tooltip } from '@mantine/core';
import { useRun } from '../state/run-store.ts';
import classes from './AdapterNote.module.css';
import { useAdapter } from './adapter-context.tsx';

/** What paints here, and how fast. */
export function AdapterNote() {
  const { state, name, detail } = useAdapter();
  const adapter = useRun((run) => run.adapter);
  const rate = useRun((run) => (run.status === 'painting' ? run.rate : null));
  // The run knows better than the page: it may have been told another device.
  const device = adapter ?? name;
  return (
    <Tooltip label={detail} disabled={detail === ''} multiline maw={320} position="bottom-end">
      <Text role="status" className={classes.note} size="sm" c="dimmed" truncate data-state={state} tabIndex={0}>
        {device}
        {rate !== null && <span className={classes.rate}> · {formatRate(rate)} evaluations/s</span>}
      </Text>
    </Tooltip>
  );
}

function formatRate(rate: number): string {
  return rate >= 10 ? rate.toFixed(0) : rate.toFixed(1);
}
