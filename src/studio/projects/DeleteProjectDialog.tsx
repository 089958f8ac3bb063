import { Button, Group, Modal, Text } from '@mantine/core';
import { showError } from '../shell/show-error.ts';
import { useKeeper } from './keeper-context.tsx';

interface DeleteProjectDialogProps {
  /** null while nothing is to be deleted */
  readonly project: { readonly id: string; readonly name: string } | null;
  onClose(): void;
  onDeleted?(): void;
}

/** Asks before a project goes for good. */
export function DeleteProjectDialog({ project, onClose, onDeleted }: DeleteProjectDialogProps) {
  const keeper = useKeeper();
  const remove = async () => {
    if (!project) return;
    onClose();
    try {
      await keeper.delete(project.id);
      onDeleted?.();
    } catch (error) {
      showError(error);
    }
  };
  return (
    <Modal opened={project !== null} onClose={onClose} title="Delete the project?" size="sm">
      <Text size="sm">
        “{project?.name}” goes with its params and with every photograph, painting and painted frame that no other
        project uses. This cannot be undone.
      </Text>
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button color="rust" onClick={() => void remove()}>
          Delete
        </Button>
      </Group>
    </Modal>
  );
}
