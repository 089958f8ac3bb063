import { Button, Group, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import { showError } from '../shell/show-error.ts';
import { useElsewhere } from './elsewhere-store.ts';
import { useKeeper } from './keeper-context.tsx';

/** Asks what to do with a project that is open in another tab: two tabs would write over each other. Stands once on the page. */
export function ElsewhereDialog() {
  const keeper = useKeeper();
  const project = useElsewhere((state) => state.project);
  const [taking, setTaking] = useState(false);
  const leave = () => useElsewhere.setState({ project: null });
  const take = () => {
    if (!project) return;
    setTaking(true);
    keeper
      .takeOver(project.id)
      .then(leave, showError)
      .finally(() => setTaking(false));
  };
  return (
    <Modal opened={project !== null} onClose={leave} title="Open in another tab" size="sm">
      <Text size="sm">
        “{project?.name}” is open in another tab or window of this browser. It can be worked on in one at a time: opened
        here, it is saved and closed there.
      </Text>
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={leave} data-autofocus>
          Leave it there
        </Button>
        <Button onClick={take} loading={taking}>
          Open it here
        </Button>
      </Group>
    </Modal>
  );
}
