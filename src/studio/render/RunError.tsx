import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type PleinAirError, StoreFullError } from '../../core/errors.ts';
import { ImageryRefusal } from '../../frames/imagery.ts';

const TITLES: Readonly<Record<PleinAirError['kind'], string>> = {
  input: 'This cannot be done as it is',
  device: 'The graphics device failed',
  storage: 'Something that is kept here cannot be used',
  network: 'A download failed',
  unsupported: 'This browser cannot go on',
};

const REFUSAL_TITLES: Readonly<Record<ImageryRefusal['reason'], string>> = {
  key: 'The key was refused',
  referrer: 'The key does not allow this page',
  quota: 'The quota is used up',
  service: 'The service gives no answer',
};

/** What went wrong, and what to do. */
export function RunError({ error }: { error: PleinAirError }) {
  return (
    <Alert
      ref={bringIntoView}
      role="alert"
      color="rust"
      variant="outline"
      title={titleOf(error)}
      // Addresses may be longer than a line.
      style={{ overflowWrap: 'anywhere' }}
      icon={<IconAlertTriangle size={18} stroke={1.6} aria-hidden />}
    >
      <p>{error.message}</p>
      <p>{error.remedy}</p>
    </Alert>
  );
}

function titleOf(error: PleinAirError): string {
  if (error instanceof ImageryRefusal) return REFUSAL_TITLES[error.reason];
  return error instanceof StoreFullError ? 'There is no room left' : TITLES[error.kind];
}

/** It may come up below what is seen of the inspector. */
function bringIntoView(alert: HTMLDivElement | null): void {
  alert?.scrollIntoView({ block: 'nearest' });
}
