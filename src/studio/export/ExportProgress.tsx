import { Button, Group, Loader, Text } from '@mantine/core';
import { useExport } from './export-controller.ts';

/** What the export does, and a way to stop it. */
export function ExportProgress() {
  const { working, stage, saved, cancel } = useExport();
  return (
    <div role="status">
      {working !== null && (
        <Group gap="xs" wrap="nowrap">
          <Loader size={16} aria-hidden />
          <Text size="sm">{stage} …</Text>
          <Button variant="subtle" size="compact-xs" ml="auto" onClick={cancel}>
            Cancel
          </Button>
        </Group>
      )}
      {working === null && saved !== null && (
        <Text size="sm" c="moss.5">
          Saved as {saved}
        </Text>
      )}
    </div>
  );
}
