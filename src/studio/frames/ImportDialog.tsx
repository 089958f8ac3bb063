import { Button, Group, List, Modal, Progress, Stack, Text } from '@mantine/core';
import { addedText } from './added-text.ts';
import { type ImportActivity, type ImportReport, useImport } from './import-store.ts';
import { VideoForm } from './VideoForm.tsx';

/** How an import is going, what it asks, and what it could not take. */
export function ImportDialog() {
  const { activity } = useImport();
  const close = () => {
    if (activity.kind === 'running') activity.cancel();
    else if (activity.kind === 'asking') activity.answer(null);
    else useImport.setState({ activity: { kind: 'idle' } });
  };
  return (
    <Modal opened={activity.kind !== 'idle'} onClose={close} title={titleOf(activity)} closeOnClickOutside={false}>
      {activity.kind === 'running' && <Running activity={activity} />}
      {activity.kind === 'asking' && (
        <VideoForm key={activity.video.name} video={activity.video} answer={activity.answer} />
      )}
      {activity.kind === 'report' && <Report report={activity.report} onClose={close} />}
    </Modal>
  );
}

function titleOf(activity: ImportActivity): string {
  if (activity.kind === 'running') return activity.title;
  if (activity.kind === 'asking') return 'Take frames from a video';
  if (activity.kind === 'idle') return '';
  const count = activity.report.refused.length;
  if (count === 0) return 'Not everything was taken';
  return count === 1 ? '1 file was not taken' : `${count} files were not taken`;
}

function Running({ activity }: { activity: Extract<ImportActivity, { kind: 'running' }> }) {
  const { done, total, detail, cancel, title } = activity;
  return (
    <Stack gap="sm">
      <Progress
        value={total === 0 ? 0 : (100 * done) / total}
        aria-label={title}
        transitionDuration={0}
        animated={total === 0}
      />
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" c="dimmed" truncate>
          {total === 0 ? detail : `${done} of ${total} · ${detail}`}
        </Text>
        <Button variant="default" size="xs" onClick={cancel} data-autofocus>
          Stop
        </Button>
      </Group>
    </Stack>
  );
}

function Report({ report, onClose }: { report: ImportReport; onClose: () => void }) {
  const { refused, stopped } = report;
  const added = addedText(report);
  return (
    <Stack gap="sm">
      <Text size="sm">
        {added === null ? 'No picture was added.' : `${added} added and kept.`} {stopped}
      </Text>
      {refused.length > 0 && (
        <List size="sm" spacing={6} mah="45vh" style={{ overflowY: 'auto' }} tabIndex={0} aria-label="Files not taken">
          {refused.map(({ name, reason }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes, and names may repeat
            <List.Item key={index}>
              <Text span size="sm" fw={600}>
                {name}
              </Text>{' '}
              <Text span size="sm" c="dimmed">
                {reason}
              </Text>
            </List.Item>
          ))}
        </List>
      )}
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          Close
        </Button>
      </Group>
    </Stack>
  );
}
