import { Button } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { showError } from '../shell/show-error.ts';
import { useDocument } from '../state/document-store.ts';
import { copyLink } from './copy-link.ts';

/** Copies a link that opens the same project elsewhere. */
export function CopyLinkButton() {
  const open = useDocument(({ document }) => document !== null);
  return (
    <Button
      variant="default"
      leftSection={<IconLink size={16} stroke={1.6} aria-hidden />}
      disabled={!open}
      onClick={() => copyLink().catch(showError)}
    >
      Copy link
    </Button>
  );
}
