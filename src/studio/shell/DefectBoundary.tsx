import { Button, Center, Group, Stack, Text, Title } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { PleinAirError } from '../../core/errors.ts';

interface DefectState {
  readonly error: unknown;
}

/** Where a screen breaks, says so instead of going blank; what is kept is kept. */
export class DefectBoundary extends Component<{ readonly children: ReactNode }, DefectState> {
  override state: DefectState = { error: null };

  static getDerivedStateFromError(error: unknown): DefectState {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const known = error instanceof PleinAirError;
    return (
      <Center h="100dvh" component="main">
        <Stack maw="34rem" p="lg" role="alert">
          <Title order={1} size="h2">
            {known ? error.message : 'The studio stopped at a defect of its own'}
          </Title>
          <Text c="dimmed">
            {known
              ? error.remedy
              : `${String(error)}. Your project is kept as it was a moment ago; reloading goes on from there.`}
          </Text>
          <Group>
            <Button onClick={() => location.reload()}>Reload</Button>
          </Group>
        </Stack>
      </Center>
    );
  }
}
