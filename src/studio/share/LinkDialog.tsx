import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { saveParamsFile } from '../tune/params-file.ts';
import { useShare } from './share-store.ts';
import { LONG_LINK } from './shared-link.ts';

/** What to know of a link that is long or could not be copied. Stands once on the page. */
export function LinkDialog() {
  const outgoing = useShare((state) => state.outgoing);
  const close = () => useShare.setState({ outgoing: null });
  return (
    <Modal
      opened={outgoing !== null}
      onClose={close}
      title={outgoing?.copied ? 'Link copied' : 'The link could not be copied'}
      size="md"
    >
      {outgoing && (
        <Stack gap="sm">
          {!outgoing.copied && (
            <Textarea
              label="Copy it by hand"
              value={outgoing.link}
              readOnly
              rows={4}
              onFocus={({ currentTarget }) => currentTarget.select()}
              data-autofocus
            />
          )}
          {outgoing.link.length > LONG_LINK && (
            <Text size="sm">
              It has {Math.round(outgoing.link.length / 1000)} thousand characters, and some programs cut links that are
              so long. The params file holds the same: send that instead.
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={saveParamsFile}>
              Save params
            </Button>
            <Button onClick={close}>Close</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
