import { Button, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconCopy, IconFolders, IconLink, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { ProjectSummary } from '../services.ts';
import { useServices } from '../services-context.tsx';
import { copyLink } from '../share/copy-link.ts';
import { showError } from '../shell/show-error.ts';
import { useDocument } from '../state/document-store.ts';
import { DeleteProjectDialog } from './DeleteProjectDialog.tsx';
import { useKeeper } from './keeper-context.tsx';
import { RenameDialog } from './RenameDialog.tsx';

/** Others that the menu offers; the rest are on the first screen. */
const RECENT = 6;

/** The open project's name, and every way to another one. */
export function ProjectMenu() {
  const { projects } = useServices();
  const keeper = useKeeper();
  const id = useDocument(({ document }) => document?.id);
  const name = useDocument(({ document }) => document?.name ?? '');
  const [others, setOthers] = useState<readonly ProjectSummary[]>([]);
  const [renaming, rename] = useDisclosure();
  const [deleting, remove] = useDisclosure();
  if (id === undefined) return null;
  const icon = { size: 16, stroke: 1.6, 'aria-hidden': true } as const;
  const listOthers = () => {
    projects.list().then((all) => setOthers(all.filter((other) => other.id !== id).slice(0, RECENT)), showError);
  };
  return (
    <>
      <Menu position="bottom-start" width={260} onOpen={listOthers} loop>
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            maw={320}
            rightSection={<IconChevronDown size={14} aria-hidden />}
            aria-label={`Project: ${name}`}
          >
            {name}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil {...icon} />} onClick={rename.open}>
            Rename …
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => keeper.duplicate().catch(showError)}>
            Duplicate
          </Menu.Item>
          <Menu.Item leftSection={<IconLink {...icon} />} onClick={() => copyLink().catch(showError)}>
            Copy link
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash {...icon} />} color="rust.4" onClick={remove.open}>
            Delete …
          </Menu.Item>
          <Menu.Divider />
          {others.length > 0 && <Menu.Label>Other projects</Menu.Label>}
          {others.map((other) => (
            <Menu.Item key={other.id} onClick={() => keeper.open(other.id).catch(showError)}>
              {other.name}
            </Menu.Item>
          ))}
          <Menu.Item leftSection={<IconFolders {...icon} />} onClick={() => keeper.close().catch(showError)}>
            New project, all projects
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {renaming && <RenameDialog onClose={rename.close} />}
      <DeleteProjectDialog project={deleting ? { id, name } : null} onClose={remove.close} />
    </>
  );
}
