import { Anchor, Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { needsReload } from '../policy/apply-policy.ts';
import { cleanKey } from './keep.ts';
import { KEY_FACTS } from './key-facts.ts';
import classes from './SettingsDialog.module.css';
import type { KeptIn, KeyName } from './settings.ts';
import { keyEnding, useSettings } from './settings-store.ts';
import { useApply } from './use-apply.ts';

/** One key: what it is for, where it goes, whether it is there, and the ways to give it and to take it away. */
export function KeyField({ name, focused }: { readonly name: KeyName; readonly focused: boolean }) {
  const { title, what, sent, restrict, link } = KEY_FACTS[name];
  const there = useSettings(({ keys }) => keys[name] !== null);
  return (
    <section className={classes.part} aria-labelledby={`key-${name}`}>
      <h3 id={`key-${name}`}>{title}</h3>
      <Text size="sm">{what}</Text>
      {there ? <KeyThere name={name} /> : <KeyMissing name={name} focused={focused} />}
      <Text size="sm" c="dimmed">
        {sent} {restrict(location.origin)}{' '}
        <Anchor href={link.href} target="_blank" rel="noreferrer" underline="always" inherit>
          {link.text}
        </Anchor>
      </Text>
    </section>
  );
}

function KeyThere({ name }: { readonly name: KeyName }) {
  const ending = useSettings((state) => keyEnding(state, name));
  const keptIn = useSettings(({ keys }) => keys[name]?.keptIn ?? 'session');
  const removeKey = useSettings((state) => state.removeKey);
  const moveKey = useSettings((state) => state.moveKey);
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Text size="sm" ff="monospace">
          ••••••••{ending}
        </Text>
        <Button variant="default" size="xs" onClick={() => removeKey(name)}>
          Remove the {KEY_FACTS[name].title}
        </Button>
      </Group>
      <Keeping value={keptIn} onChange={(place) => moveKey(name, place)} />
    </>
  );
}

function KeyMissing({ name, focused }: { readonly name: KeyName; readonly focused: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  const apply = useApply();
  const setKey = useSettings((state) => state.setKey);
  const reloads = useSettings(({ settings, keys }) => needsReload(settings, { ...keys, [name]: PLACEHOLDER }));
  const [keptIn, setKeptIn] = useState<KeptIn>('session');
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (focused) input.current?.focus();
  }, [focused]);
  const use = () => {
    const field = input.current;
    if (!field) return;
    const key = cleanKey(field.value);
    if (key === null) {
      setProblem('Paste the key as its provider shows it: letters, digits and signs, without blanks.');
      return;
    }
    // The field keeps its own text, so that the key stands in no state of the screen, and gives it up here.
    field.value = '';
    setKey(name, key, keptIn);
    void apply();
  };
  return (
    <Stack gap="xs">
      <TextInput
        ref={input}
        type="password"
        label={KEY_FACTS[name].title}
        error={problem}
        autoComplete="off"
        spellCheck={false}
        data-1p-ignore
        data-lpignore="true"
        onChange={() => setProblem(null)}
        onKeyDown={(event) => event.key === 'Enter' && use()}
      />
      <Keeping value={keptIn} onChange={setKeptIn} />
      <Group>
        <Button size="xs" onClick={use}>
          {reloads ? `Use the ${KEY_FACTS[name].title} and reload the page` : `Use the ${KEY_FACTS[name].title}`}
        </Button>
      </Group>
    </Stack>
  );
}

/** Stands for a key where only its being there matters. */
const PLACEHOLDER = { value: '', keptIn: 'session' } as const;

function Keeping({ value, onChange }: { readonly value: KeptIn; onChange(place: KeptIn): void }) {
  return (
    <Radio.Group label="Keep it" size="xs" value={value} onChange={(place) => onChange(place as KeptIn)}>
      <Group gap="md" mt={4}>
        <Radio size="xs" value="session" label="for this session: until this tab is closed" />
        <Radio size="xs" value="browser" label="in this browser, until you remove it" />
      </Group>
    </Radio.Group>
  );
}
