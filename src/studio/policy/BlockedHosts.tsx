import { Button, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { onWorkerViolation, type WorkerViolation } from '../../route/maps/page-policy-worker.ts';
import { useSettings } from '../settings/settings-store.ts';
import { useApply } from '../settings/use-apply.ts';
import { appliedPolicy } from './apply-policy.ts';
import { type BlockedHost, blockedHost } from './blocked-host.ts';

/** Tells which host the page's policy kept it from, once each, and offers to allow it. Shows nothing itself. */
export function BlockedHosts() {
  const apply = useApply();
  useEffect(() => {
    const allow = (source: string) => {
      const { settings, change } = useSettings.getState();
      change({ allowedHosts: [...new Set([...settings.allowedHosts, source])] });
      void apply();
    };
    const tell = (violation: WorkerViolation) => {
      const blocked = blockedHost(violation, appliedPolicy() ?? {});
      if (!blocked) return;
      // A host that is refused a hundred times is told once.
      const id = `blocked-${blocked.host}`;
      notifications.show({ id, color: 'rust', autoClose: false, ...messageOf(blocked, allow) });
    };
    document.addEventListener('securitypolicyviolation', tell);
    const unlisten = onWorkerViolation(tell);
    return () => {
      document.removeEventListener('securitypolicyviolation', tell);
      unlisten();
    };
  }, [apply]);
  return null;
}

function messageOf({ host, source, sentOn }: BlockedHost, allow: (source: string) => void) {
  if (sentOn) {
    return {
      title: `${host} sent this page on to a host that it may not ask`,
      message:
        'Browsers do not say to which one. If its operator names the host of its pictures, allow that in the settings, under Services and hosts.',
    };
  }
  const title = `This page may not ask ${host}`;
  if (source === null) return { title, message: 'It was refused.' };
  return {
    title,
    message: (
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          A map style or a picture service sent it there. Allow the host if you know it: the project is saved first.
        </Text>
        <Button size="compact-sm" variant="default" onClick={() => allow(source)}>
          Allow it and reload the page
        </Button>
      </Stack>
    ),
  };
}
