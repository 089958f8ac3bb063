import { ActionIcon, Button, Group, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { type SubmitEvent, useState } from 'react';
import { needsReload } from '../policy/apply-policy.ts';
import { checkHost } from './addresses.ts';
import classes from './SettingsDialog.module.css';
import { useSettings } from './settings-store.ts';
import { useApply } from './use-apply.ts';

/** Hosts that the page may ask beside those that the program names. */
export function AllowedHosts() {
  const hosts = useSettings(({ settings }) => settings.allowedHosts);
  const change = useSettings((state) => state.change);
  const apply = useApply();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const checked = checkHost(text);
  const reloads = useSettings(
    ({ settings, keys }) => checked.ok && needsReload({ ...settings, allowedHosts: [...hosts, checked.value] }, keys),
  );
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    if (!checked.ok) {
      setProblem(checked.problem);
      return;
    }
    change({ allowedHosts: [...new Set([...hosts, checked.value])] });
    setText('');
    void apply();
  };
  return (
    <form className={classes.part} onSubmit={add} aria-labelledby="allowed-hosts">
      <h3 id="allowed-hosts">Further hosts</h3>
      <Text size="sm" c="dimmed">
        This page asks no host but its own, those of the services above, and these. A map style or a Panoramax instance
        may need one more: the page says which it was kept from.
      </Text>
      {hosts.length > 0 && (
        <ul className={classes.hosts}>
          {hosts.map((host) => (
            <li key={host}>
              <Text size="sm" ff="monospace">
                {host}
              </Text>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Remove ${host}`}
                onClick={() => change({ allowedHosts: hosts.filter((other) => other !== host) })}
              >
                <IconTrash size={16} stroke={1.6} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <Group gap="xs" align="flex-end">
        <TextInput
          flex={1}
          label="Host"
          placeholder="https://tiles.example.org"
          value={text}
          error={problem}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            setProblem(null);
          }}
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit" size="xs" variant="default" disabled={text.trim() === ''}>
          {reloads ? 'Allow and reload the page' : 'Allow'}
        </Button>
      </Group>
    </form>
  );
}
