import { ActionIcon, Tooltip } from '@mantine/core';
import { IconSettings } from '@tabler/icons-react';
import { useSettings } from './settings-store.ts';

/** Opens the settings of this browser. */
export function SettingsButton() {
  const open = useSettings((state) => state.openDialog);
  return (
    <Tooltip label="Settings">
      <ActionIcon variant="subtle" color="gray" aria-label="Settings" aria-haspopup="dialog" onClick={() => open()}>
        <IconSettings size={18} stroke={1.6} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
