import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconFileText, IconMovie, IconPhotoDown } from '@tabler/icons-react';
import { RunError } from '../render/RunError.tsx';
import { useServices } from '../services-context.tsx';
import { CopyLinkButton } from '../share/CopyLinkButton.tsx';
import { useDocument } from '../state/document-store.ts';
import { useRun } from '../state/run-store.ts';
import { fields } from '../tune/fields.ts';
import { ParamRow } from '../tune/ParamRow.tsx';
import { saveParamsFile } from '../tune/params-file.ts';
import { UntrainedBadge } from '../tune/UntrainedBadge.tsx';
import { Credits } from './Credits.tsx';
import { ExportProgress } from './ExportProgress.tsx';
import { startExport, useExport } from './export-controller.ts';
import { cannotExport } from './export-reason.ts';
import { FilmLength } from './FilmLength.tsx';
import { saveFile } from './save-file.ts';

const exportFields = fields.filter(({ param }) => param.group === 'Export');

/** How painted frames become a film, and the ways to take them home. */
export function ExportStep() {
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="xs">
        <Title order={2}>Export</Title>
        <UntrainedBadge />
      </Group>
      <FilmLength />
      <div>
        {exportFields.map((field) => (
          <ParamRow key={field.param.key} field={field} />
        ))}
      </div>
      <Credits />
      <ExportButtons />
    </Stack>
  );
}

function ExportButtons() {
  const services = useServices();
  const document = useDocument((state) => state.document);
  const frames = useRun((state) => state.frames);
  const pass = useRun((state) => state.pass);
  const record = useRun((state) => state.record);
  const working = useExport((state) => state.working);
  const error = useExport((state) => state.error);
  const reason = cannotExport(document, { frames, pass });
  const blocked = reason !== null || working !== null;
  return (
    <Stack gap="xs">
      <Button
        leftSection={<IconMovie size={16} stroke={1.6} aria-hidden />}
        disabled={blocked}
        onClick={() => void startExport(services, 'film')}
      >
        Export film
      </Button>
      <Button
        variant="default"
        leftSection={<IconPhotoDown size={16} stroke={1.6} aria-hidden />}
        disabled={blocked}
        onClick={() => void startExport(services, 'stills')}
      >
        Export stills
      </Button>
      <Button
        variant="default"
        leftSection={<IconFileText size={16} stroke={1.6} aria-hidden />}
        disabled={document === null}
        onClick={saveParamsFile}
      >
        Save params
      </Button>
      <CopyLinkButton />
      {record !== null && (
        <Button
          variant="subtle"
          size="xs"
          onClick={() => saveFile('record.yaml', new Blob([record], { type: 'application/yaml' }))}
        >
          Save the record of this run
        </Button>
      )}
      {reason !== null && (
        <Text size="xs" c="dimmed">
          {reason}
        </Text>
      )}
      <ExportProgress />
      {error && <RunError error={error} />}
    </Stack>
  );
}
