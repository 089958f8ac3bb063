import { Alert, Button, Group, List, Loader, Modal, Stack, Text } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { PleinAirError } from '../../core/errors.ts';
import { useKeeper } from '../projects/keeper-context.tsx';
import { useServices } from '../services-context.tsx';
import { useSettings } from '../settings/settings-store.ts';
import { useAdapter } from '../shell/adapter-context.tsx';
import { showError } from '../shell/show-error.ts';
import { describeShared, type SharedContents } from './describe-shared.ts';
import { openShared, readShared, type Shared } from './open-shared.ts';
import { takeShare } from './share-fragment.ts';
import { useShare } from './share-store.ts';

/** Reasons that a broken share gives; the first few say enough. */
const MAX_REASONS = 4;

type Reading =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly shared: Shared }
  | { readonly kind: 'refused'; readonly message: string; readonly reasons: readonly string[] };

/** Asks whether to open what a link shares, and says what it holds. Stands once on the page. */
export function SharedProjectDialog() {
  const packed = useShare((state) => state.incoming);
  const close = () => useShare.setState({ incoming: null });
  useEffect(() => {
    // A link may also be put into the address bar of a page that is open.
    const take = () => {
      const share = takeShare(location, history);
      if (share !== null) useShare.setState({ incoming: share });
    };
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  return (
    <Modal opened={packed !== null} onClose={close} title="Open shared project?" size="md">
      {packed !== null && <Answer key={packed} packed={packed} onClose={close} />}
    </Modal>
  );
}

function Answer({ packed, onClose }: { readonly packed: string; onClose(): void }) {
  const services = useServices();
  const keeper = useKeeper();
  const fast = useAdapter().state === 'ready';
  const [reading, setReading] = useState<Reading>({ kind: 'reading' });
  const [opening, setOpening] = useState(false);
  useEffect(() => {
    readShared(packed, services).then(
      (result) =>
        setReading(
          result.ok
            ? { kind: 'read', shared: result.shared }
            : {
                kind: 'refused',
                message: 'What the link holds are no params that can be used.',
                reasons: result.errors.slice(0, MAX_REASONS).map(({ key, message }) => `${key}: ${message}`),
              },
        ),
      (error: unknown) => {
        if (!(error instanceof PleinAirError)) throw error;
        setReading({ kind: 'refused', message: error.message, reasons: [error.remedy] });
      },
    );
  }, [packed, services]);
  if (reading.kind === 'reading') return <Loader type="dots" aria-label="Reading the link" />;
  if (reading.kind === 'refused') {
    return (
      <Stack gap="sm">
        <Alert color="rust" title={reading.message}>
          {reading.reasons.map((reason) => (
            <Text size="sm" key={reason}>
              {reason}
            </Text>
          ))}
        </Alert>
        <Buttons>
          <Button onClick={onClose} data-autofocus>
            Close
          </Button>
        </Buttons>
      </Stack>
    );
  }
  const { shared } = reading;
  const open = () => {
    setOpening(true);
    openShared(shared, keeper, fast)
      .then(onClose, showError)
      .finally(() => setOpening(false));
  };
  return (
    <Stack gap="sm">
      <Contents contents={describeShared(shared.params, (sha256) => shared.kept.has(sha256))} />
      <Buttons>
        <Button variant="default" onClick={onClose}>
          Leave it
        </Button>
        <Button onClick={open} loading={opening} data-autofocus>
          Open as a new project
        </Button>
      </Buttons>
    </Stack>
  );
}

function Contents({ contents: { frames, source, paintings } }: { readonly contents: SharedContents }) {
  const lacksKey = useSettings(({ keys }) => !!source?.needs && keys[source.needs] === null);
  const missing = paintings.filter(({ here }) => !here);
  return (
    <>
      <Text size="sm">
        The link holds the params of a project, and no pictures. Your own projects stay as they are.
      </Text>
      <List size="sm" spacing={4}>
        <List.Item>Frames: {frames}</List.Item>
        {source && (
          <List.Item>
            Source: {source.title}
            {lacksKey && (source.needs === 'google' ? ', with a Google key of your own' : ', with a token of your own')}
          </List.Item>
        )}
        <List.Item>
          Paintings: {paintings.length === 0 ? 'none' : paintings.map(({ name }) => name).join(', ')}
          {missing.length > 0 && `. To be added by you: ${missing.map(({ name }) => name).join(', ')}`}
        </List.Item>
      </List>
    </>
  );
}

function Buttons({ children }: { readonly children: ReactNode }) {
  return (
    <Group justify="flex-end" gap="xs">
      {children}
    </Group>
  );
}
