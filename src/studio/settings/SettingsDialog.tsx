import { Alert, Modal, Tabs } from '@mantine/core';
import { useEffect } from 'react';
import { AddressForm } from './AddressForm.tsx';
import { AllowedHosts } from './AllowedHosts.tsx';
import { FrameCacheField } from './FrameCacheField.tsx';
import { KeyField } from './KeyField.tsx';
import { KEY_NAMES } from './settings.ts';
import { followOtherTabs, useSettings } from './settings-store.ts';

/** Keys, terms, addresses and hosts of this browser; no project holds any of them. Stands once on the page. */
export function SettingsDialog() {
  const dialog = useSettings((state) => state.dialog);
  const close = useSettings((state) => state.closeDialog);
  useEffect(followOtherTabs, []);
  return (
    <Modal opened={dialog !== null} onClose={close} size="lg" title="Settings">
      {dialog && <Contents about={dialog.about} />}
    </Modal>
  );
}

function Contents({ about }: { readonly about: (typeof KEY_NAMES)[number] | null }) {
  const unkept = useSettings((state) => state.unkept);
  return (
    <>
      {unkept && (
        <Alert color="rust" mb="sm">
          This browser does not let the page keep settings. What you set holds until the page is closed or loaded again,
          and services that need further hosts cannot be used. Allow this page to store data, then set it once more.
        </Alert>
      )}
      <Tabs defaultValue="keys">
        <Tabs.List>
          <Tabs.Tab value="keys">Keys and terms</Tabs.Tab>
          <Tabs.Tab value="addresses">Services and hosts</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="keys">
          {KEY_NAMES.map((name) => (
            <KeyField key={name} name={name} focused={about === name} />
          ))}
          <FrameCacheField />
        </Tabs.Panel>
        <Tabs.Panel value="addresses">
          <AddressForm />
          <AllowedHosts />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
