import { Accordion, Badge, Button, Group, Switch, Text, TextInput, Title } from '@mantine/core';
import { IconDownload, IconSearch, IconUpload } from '@tabler/icons-react';
import { FreshFileButton } from '../shell/FreshFileButton.tsx';
import { useDocument } from '../state/document-store.ts';
import { isChanged, resetParams } from './change-params.ts';
import { fields } from './fields.ts';
import { type FieldGroup, groupFields } from './find-fields.ts';
import { ParamRow } from './ParamRow.tsx';
import { loadParamsFile, saveParamsFile } from './params-file.ts';
import classes from './TuneStep.module.css';
import { useTuneView } from './tune-view-store.ts';

/** Every parameter of the open project, in a form made from the schema. */
export function TuneStep() {
  const params = useDocument(({ document }) => document?.params);
  const { search, changedOnly, open, setSearch, setChangedOnly, setOpen } = useTuneView();
  if (!params) return null;

  const changed = fields.filter(({ keys }) => isChanged(params, keys));
  const groups = groupFields(fields, params, { search, changedOnly });
  const isFiltered = search.trim() !== '' || changedOnly;
  return (
    <>
      <Title order={2}>Tune</Title>
      <Text size="sm" c="dimmed" mb="sm">
        How it is painted. Every value here stands in the params file.
      </Text>
      <Group gap="xs" grow mb="sm">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={16} stroke={1.6} aria-hidden />}
          onClick={saveParamsFile}
        >
          Save params
        </Button>
        <FreshFileButton
          accept=".yaml,.yml,.webm"
          onChange={(file) => file && void loadParamsFile(file)}
          inputProps={{ 'aria-label': 'Params file' }}
        >
          {(props) => (
            <Button
              {...props}
              variant="default"
              size="xs"
              leftSection={<IconUpload size={16} stroke={1.6} aria-hidden />}
            >
              Load params
            </Button>
          )}
        </FreshFileButton>
      </Group>
      <TextInput
        type="search"
        size="xs"
        aria-label="Find a parameter"
        placeholder="Find a parameter"
        leftSection={<IconSearch size={15} stroke={1.6} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <Group justify="space-between" my="xs" className={classes.filter}>
        <Switch
          size="xs"
          label={`Changed only (${changed.length})`}
          checked={changedOnly}
          onChange={(event) => setChangedOnly(event.currentTarget.checked)}
        />
        {changed.length > 0 && (
          <Button variant="subtle" size="compact-xs" onClick={() => resetParams(changed.flatMap(({ keys }) => keys))}>
            Reset all
          </Button>
        )}
      </Group>
      {groups.length === 0 && <Nothing />}
      <Accordion
        multiple
        order={3}
        keepMounted={false}
        classNames={{ control: classes.control, content: classes.content, item: classes.item }}
        // What was searched for is shown; which groups stood open is there again afterwards.
        value={isFiltered ? groups.map(({ name }) => name) : [...open]}
        onChange={(names) => !isFiltered && setOpen(names)}
      >
        {groups.map((group) => (
          <GroupItem key={group.name} group={group} changed={countIn(group, changed)} />
        ))}
      </Accordion>
    </>
  );
}

function GroupItem({ group, changed }: { group: FieldGroup; changed: number }) {
  return (
    <Accordion.Item value={group.name}>
      <Accordion.Control>
        {group.name}
        {changed > 0 && (
          <Badge size="sm" variant="light" tt="none" ml="xs">
            {changed} changed
          </Badge>
        )}
      </Accordion.Control>
      <Accordion.Panel>
        {group.fields.map((field) => (
          <ParamRow key={field.param.key} field={field} />
        ))}
      </Accordion.Panel>
    </Accordion.Item>
  );
}

function Nothing() {
  const { search, setSearch, setChangedOnly } = useTuneView();
  return (
    <div className={classes.nothing}>
      <Text size="sm" c="dimmed">
        {search.trim() === '' ? 'Every parameter stands at its default.' : `No parameter here has “${search.trim()}”.`}
      </Text>
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() => {
          setSearch('');
          setChangedOnly(false);
        }}
      >
        Show all
      </Button>
    </div>
  );
}

function countIn(group: FieldGroup, changed: readonly FieldGroup['fields'][number][]): number {
  return group.fields.filter((field) => changed.includes(field)).length;
}
