import { Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { needsReload } from '../policy/apply-policy.ts';
import {
  ADDRESS_FIELDS,
  type Addresses,
  addressesOf,
  checkAddresses,
  DEFAULT_ADDRESSES,
  settingsFrom,
} from './address-fields.ts';
import classes from './SettingsDialog.module.css';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';
import { useSettings } from './settings-store.ts';
import { useApply } from './use-apply.ts';

type RoutingKind = Settings['routing']['kind'];

/** Whose map, roads, search and Panoramax are asked. Nothing is set before it is applied. */
export function AddressForm() {
  const settings = useSettings((state) => state.settings);
  const change = useSettings((state) => state.change);
  const apply = useApply();
  const [addresses, setAddresses] = useState<Addresses>(() => addressesOf(settings));
  const [kind, setKind] = useState<RoutingKind>(settings.routing.kind);
  const checked = checkAddresses(addresses);
  const wanted = settingsFrom(addresses, kind);
  const reloads = useSettings(({ keys }) => wanted !== null && needsReload({ ...settings, ...wanted }, keys));
  const same = wanted !== null && JSON.stringify({ ...settings, ...wanted }) === JSON.stringify(settings);
  const isDefault = kind === DEFAULT_SETTINGS.routing.kind && sameAddresses(addresses, DEFAULT_ADDRESSES);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (wanted === null) return;
    change(wanted);
    setAddresses(addressesOf({ ...settings, ...wanted }));
    void apply();
  };
  return (
    <form className={classes.part} onSubmit={submit} aria-labelledby="addresses">
      <h3 id="addresses">Services on the open map</h3>
      <Text size="sm" c="dimmed">
        Those set at first are run for everyone by volunteers and ask for moderate use. With a Google key and Google’s
        map, Google’s own are used instead.
      </Text>
      {ADDRESS_FIELDS.map(({ name, label, description }) => (
        <Stack key={name} gap={6}>
          <TextInput
            label={label}
            description={description}
            value={addresses[name]}
            error={checked[name].ok ? null : checked[name].problem}
            onChange={({ currentTarget }) => setAddresses({ ...addresses, [name]: currentTarget.value })}
            type="url"
            autoComplete="off"
            spellCheck={false}
          />
          {name === 'routing' && (
            <SegmentedControl
              aria-label="Roads speak like"
              size="xs"
              value={kind}
              onChange={(value) => setKind(value as RoutingKind)}
              data={[
                { value: 'osrm', label: 'OSRM' },
                { value: 'valhalla', label: 'Valhalla' },
              ]}
            />
          )}
        </Stack>
      ))}
      <Group gap="xs">
        <Button type="submit" size="xs" disabled={wanted === null || same}>
          {reloads ? 'Apply and reload the page' : 'Apply'}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          disabled={isDefault}
          onClick={() => {
            setAddresses(DEFAULT_ADDRESSES);
            setKind(DEFAULT_SETTINGS.routing.kind);
          }}
        >
          Back to default
        </Button>
      </Group>
    </form>
  );
}

function sameAddresses(a: Addresses, b: Addresses): boolean {
  return ADDRESS_FIELDS.every(({ name }) => a[name] === b[name]);
}
