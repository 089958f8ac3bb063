import { NativeSelect } from '@mantine/core';
import { useDocument } from '../state/document-store.ts';
import { changeParams } from '../tune/change-params.ts';

const MODES = [
  { value: 'driving', label: 'by car' },
  { value: 'bicycling', label: 'by bicycle' },
  { value: 'walking', label: 'on foot' },
];

/** Which roads the route may take. */
export function TravelMode() {
  const mode = useDocument(({ document }) => document?.params.route_travel_mode ?? 'driving');
  return (
    <NativeSelect
      size="xs"
      aria-label="Travel mode"
      value={mode}
      data={MODES}
      onChange={(event) => changeParams({ route_travel_mode: event.currentTarget.value })}
    />
  );
}
