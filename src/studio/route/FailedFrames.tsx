import { Button, Group, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { isHere } from '../../project/route-frames.ts';
import { useServices } from '../services-context.tsx';
import { useDocument } from '../state/document-store.ts';
import classes from './FailedFrames.module.css';
import { leaveOut, startFetching } from './fetch-controller.ts';
import { useFetch } from './fetch-store.ts';

/** More rows than these say nothing new. */
const MOST_ROWS = 30;

/** Frames that did not come, each with its reason. */
export function FailedFrames() {
  const services = useServices();
  const failures = useFetch((state) => state.failures);
  // What ended the whole is said already; each frame would say it again.
  const ended = useFetch((state) => state.error !== null);
  const [open, setOpen] = useState(false);
  const busy = useFetch((state) => state.status === 'fetching');
  const section = useRef<HTMLElement>(null);
  const wasBusy = useRef(false);
  // At the end of a download the reasons stand below what is seen of the inspector; what ended it as a whole is to be read first.
  useEffect(() => {
    if (wasBusy.current && !busy && !ended) section.current?.scrollIntoView({ block: 'nearest' });
    wasBusy.current = busy;
  }, [busy, ended]);
  const items = useDocument(({ document }) => (document?.frames.kind === 'route' ? document.frames.items : null));
  const failed = items?.flatMap((item, index) => {
    const error = !isHere(item) ? failures.get(item.id) : undefined;
    return error ? [{ id: item.id, index, error }] : [];
  });
  if (!failed || failed.length === 0) return null;
  const ids = new Set(failed.map(({ id }) => id));
  return (
    <section ref={section} aria-label="Frames that failed">
      <Group gap={6} mb={6}>
        <Text size="sm" c="rust.4">
          {failed.length} {failed.length === 1 ? 'frame' : 'frames'} failed
        </Text>
        <Button size="compact-xs" variant="default" disabled={busy} onClick={() => void startFetching(services, ids)}>
          Try all again
        </Button>
        <Button size="compact-xs" variant="default" disabled={busy} onClick={() => leaveOut(ids)}>
          Leave out
        </Button>
      </Group>
      {ended && (
        <Button size="compact-xs" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Hide the reasons' : 'Reason of each'}
        </Button>
      )}
      <ul className={classes.list} hidden={ended && !open}>
        {failed.slice(0, MOST_ROWS).map(({ id, index, error }) => (
          <li key={id} className={classes.row}>
            <Text size="xs">
              {error.message}{' '}
              <Text span c="dimmed">
                {error.remedy}
              </Text>
            </Text>
            <Button
              size="compact-xs"
              variant="subtle"
              disabled={busy}
              aria-label={`Try frame ${index + 1} again`}
              onClick={() => void startFetching(services, new Set([id]))}
            >
              Again
            </Button>
          </li>
        ))}
      </ul>
      {failed.length > MOST_ROWS && (!ended || open) && (
        <Text size="xs" c="dimmed">
          and {failed.length - MOST_ROWS} more
        </Text>
      )}
    </section>
  );
}
