import { Button, Group, Progress, Text } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { StorageRoom } from '../services.ts';
import { useServices } from '../services-context.tsx';
import { showError } from '../shell/show-error.ts';
import { bytesText } from './bytes-text.ts';

/** How much room this browser gives, how much is used, and whether it may clear it by itself. */
export function StorageNote() {
  const { room, persist } = useServices();
  const [space, setSpace] = useState<StorageRoom | null>(null);
  const refresh = useCallback(() => {
    room().then(setSpace, showError);
  }, [room]);
  useEffect(refresh, [refresh]);
  if (!space || space.used === null) return null;
  const { used, quota, persisted } = space;
  return (
    <Group gap="md" wrap="wrap" role="group" aria-label="Storage">
      {quota !== null && <Progress w={160} size="sm" value={(100 * used) / quota} aria-label="Storage used" />}
      <Text size="sm" c="dimmed">
        {bytesText(used)} {quota === null ? 'used' : `of ${bytesText(quota)} used`} in this browser
        {persisted ? ', kept until you delete it' : ''}
      </Text>
      {!persisted && (
        <Button variant="subtle" size="compact-sm" onClick={() => persist().then(refresh, showError)}>
          Ask the browser to keep it
        </Button>
      )}
    </Group>
  );
}
