import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { PleinAirError } from '../../core/errors.ts';

const TITLES: Readonly<Record<PleinAirError['kind'], string>> = {
  input: 'This cannot be painted as it is',
  device: 'The graphics device failed',
  storage: 'There is no room left',
  network: 'A download failed',
  unsupported: 'This browser cannot go on',
};

/** What went wrong, and what to do. */
export function RunError({ error }: { error: PleinAirError }) {
  return (
    <Alert
      role="alert"
      color="rust"
      variant="outline"
      title={TITLES[error.kind]}
      icon={<IconAlertTriangle size={18} stroke={1.6} aria-hidden />}
    >
      <p>{error.message}</p>
      <p>{error.remedy}</p>
    </Alert>
  );
}
