import { Button, Group, Modal, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useDocument } from '../state/document-store.ts';

const MAX_NAME = 80;

/** Asks for the open project's new name. */
export function RenameDialog({ onClose }: { onClose: () => void }) {
  const rename = useDocument((state) => state.rename);
  const [name, setName] = useState(() => useDocument.getState().document?.name ?? '');
  const given = name.trim();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (given === '') return;
    rename(given);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title="Rename the project" size="sm">
      <form onSubmit={submit}>
        <TextInput
          label="Name"
          value={name}
          maxLength={MAX_NAME}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
          error={given === '' ? 'A project needs a name' : null}
        />
        <Group justify="flex-end" mt="md" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={given === ''}>
            Rename
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
