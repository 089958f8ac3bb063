import { Stack, Title } from '@mantine/core';

/** The way, the drive and the pictures along it. */
export function RouteStep() {
  return (
    <Stack gap="md" h="100%">
      <Title order={2}>Route</Title>
    </Stack>
  );
}
