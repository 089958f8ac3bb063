import { ActionIcon, Text, Title, Tooltip, UnstyledButton } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import type { ProjectSummary } from '../services.ts';
import { useServices } from '../services-context.tsx';
import { showError } from '../shell/show-error.ts';
import { DeleteProjectDialog } from './DeleteProjectDialog.tsx';
import { useKeeper } from './keeper-context.tsx';
import classes from './ProjectList.module.css';

/** The projects kept in this browser, last changed first. */
export function ProjectList() {
  const { projects } = useServices();
  const keeper = useKeeper();
  const [list, setList] = useState<readonly ProjectSummary[]>([]);
  const [doomed, setDoomed] = useState<ProjectSummary | null>(null);
  const refresh = useCallback(() => {
    projects.list().then(setList, showError);
  }, [projects]);
  useEffect(refresh, [refresh]);
  if (list.length === 0) return null;
  return (
    <section aria-labelledby="projects">
      <Title order={2} id="projects" mb="sm">
        Your projects
      </Title>
      <ul className={classes.list}>
        {list.map((project) => (
          <li key={project.id} className={classes.project}>
            <UnstyledButton className={classes.open} onClick={() => keeper.open(project.id).catch(showError)}>
              <Text span size="md" fw={500} truncate display="block">
                {project.name}
              </Text>
              <Text span size="sm" c="dimmed" display="block">
                {framesText(project.frames)} · {dateText(project.changed)}
              </Text>
            </UnstyledButton>
            <Tooltip label="Delete the project">
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Delete ${project.name}`}
                onClick={() => setDoomed(project)}
              >
                <IconTrash size={16} stroke={1.6} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </li>
        ))}
      </ul>
      <DeleteProjectDialog project={doomed} onClose={() => setDoomed(null)} onDeleted={refresh} />
    </section>
  );
}

function framesText(frames: number): string {
  return frames === 0 ? 'no frames yet' : `${frames} ${frames === 1 ? 'frame' : 'frames'}`;
}

function dateText(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime())
    ? 'date unknown'
    : date.toLocaleString('en-GB', {
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
      });
}
