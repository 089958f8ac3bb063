import { Alert, Anchor, Button, NativeSelect, Spoiler, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { SOURCE_FACTS } from '../../frames/source-facts.ts';
import type { Params } from '../../project/schema.ts';
import { KEY_FACTS } from '../settings/key-facts.ts';
import { useSettings } from '../settings/settings-store.ts';
import { useDocument } from '../state/document-store.ts';
import { useSession } from '../state/session-store.ts';
import { changeParams } from '../tune/change-params.ts';
import { photographMarks } from './map-marks.ts';
import { useMap } from './map-store.ts';
import { clearRoute } from './route-actions.ts';
import { Section } from './Section.tsx';
import { missingKey, routeConflict, sourceOf } from './source-rules.ts';

const OPTIONS: readonly { value: Params['route_source']; label: string }[] = [
  { value: 'panoramax', label: 'Panoramax: open, no key' },
  { value: 'mapillary', label: 'Mapillary: open, free token' },
  { value: 'streetview', label: 'Google Street View: own key, paid' },
  { value: 'streetview_tiles', label: 'Google panoramas: own key, paid' },
  { value: 'files', label: 'Own pictures or the built-in street' },
];

/** Whose pictures fill the route, and what their terms say. */
export function SourceSection() {
  const value = useDocument(({ document }) => document?.params.route_source ?? 'panoramax');
  const conflict = useDocument(({ document }) => (document ? routeConflict(document.params) : null));
  const openDialog = useSettings((state) => state.openDialog);
  const setStep = useSession((state) => state.setStep);
  const facts = sourceOf({ route_source: value });
  const key = useSettings(({ keys }) => facts && missingKey(facts.id, keys));
  return (
    <Section title="Pictures from">
      <NativeSelect
        aria-label="Source of the pictures"
        value={value}
        data={OPTIONS as { value: string; label: string }[]}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {facts && (
        <Spoiler maxHeight={34} showLabel="More of the terms" hideLabel="Less">
          <Text size="xs" c="dimmed">
            {facts.terms}{' '}
            <Anchor href={facts.termsLink} target="_blank" rel="noreferrer" size="xs">
              Terms
            </Anchor>
          </Text>
        </Spoiler>
      )}
      {facts && key && (
        <Alert
          color="brand"
          variant="light"
          title={`${SOURCE_FACTS[facts.id].title} needs your own ${key === 'mapillary' ? 'token' : 'key'}`}
        >
          <Button
            size="xs"
            variant="default"
            leftSection={<IconKey size={15} stroke={1.6} aria-hidden />}
            onClick={() => openDialog(key)}
          >
            Enter the {KEY_FACTS[key].title}
          </Button>
        </Alert>
      )}
      {conflict !== null && (
        <Alert color="rust" variant="light" title="This route cannot be used with these pictures">
          <Text size="sm" mb="xs">
            {conflict}
          </Text>
          <Button size="xs" variant="default" onClick={clearRoute}>
            Clear the route
          </Button>
        </Alert>
      )}
      {value === 'files' && (
        <>
          <OwnPhotographs />
          <Button variant="default" size="xs" onClick={() => setStep('frames')}>
            Go to Frames
          </Button>
        </>
      )}
    </Section>
  );
}

function choose(source: string): void {
  changeParams({ route_source: source });
  // Marks say what they are while nothing else on the map takes the mouse.
  if (source === 'files') useMap.getState().setMode('look');
}

/** What of the person's own pictures stands on the map. */
function OwnPhotographs() {
  const frames = useDocument(({ document }) => document?.frames);
  const all = frames?.kind === 'files' ? frames.items.length : 0;
  const placed = photographMarks(frames).length;
  return (
    <Text size="xs" c="dimmed">
      {all > 0
        ? `${placed} of ${all} frames know where they were taken, and stand on the map.`
        : 'Own photographs that know where they were taken stand on the map. The built-in street needs no map.'}
    </Text>
  );
}
