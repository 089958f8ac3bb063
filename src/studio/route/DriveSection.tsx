import { Button, Collapse, Text } from '@mantine/core';
import { IconMapPin } from '@tabler/icons-react';
import { useState } from 'react';
import { filmSeconds } from '../canvas/playback.ts';
import { useFilmTiming } from '../canvas/use-film-timing.ts';
import { useDocument } from '../state/document-store.ts';
import { routeField } from '../tune/fields.ts';
import { ParamRow } from '../tune/ParamRow.tsx';
import { useMap } from './map-store.ts';
import { PlaceInput } from './PlaceInput.tsx';
import { lookAt } from './route-actions.ts';
import { Section } from './Section.tsx';
import { isKeptOffMap } from './source-rules.ts';
import { usePlan } from './use-plan.ts';

const FIRST = ['route_spacing_m', 'route_max_frames', 'frame_heading_mode'] as const;
const CAMERA = [
  'frame_heading_offset',
  'frame_heading_smooth_m',
  'frame_pitch',
  'frame_fov',
  'frame_width',
  'frame_height',
] as const;

/** How the camera drives along the way. */
export function DriveSection() {
  const [open, setOpen] = useState(false);
  const mode = useDocument(({ document }) => document?.params.frame_heading_mode);
  const pin = useDocument(({ document }) => document?.params.frame_lookat);
  const keptOff = useDocument(({ document }) => isKeptOffMap(document?.params));
  const pinning = useMap((state) => state.mode === 'pin');
  const setMode = useMap((state) => state.setMode);
  return (
    <Section title="The drive">
      <div>
        {FIRST.map((key) => (
          <ParamRow key={key} field={routeField(key)} />
        ))}
      </div>
      <Button
        size="xs"
        variant={pinning ? 'filled' : 'default'}
        aria-pressed={pinning}
        disabled={keptOff}
        leftSection={<IconMapPin size={15} stroke={1.6} aria-hidden />}
        onClick={() => setMode(pinning ? 'look' : 'pin')}
      >
        {mode === 'lookat' ? 'Move the pin to look at' : 'Look at a pin'}
      </Button>
      <PlaceInput
        label="Pin to look at"
        placeholder="latitude, longitude"
        place={pin ? { lat: pin[0], lng: pin[1] } : null}
        onPlace={lookAt}
      />
      <FilmText />
      <div>
        <Button size="compact-xs" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Hide the camera' : 'Camera: heading, pitch, view, size'}
        </Button>
        <Collapse expanded={open}>
          {open && CAMERA.map((key) => <ParamRow key={key} field={routeField(key)} />)}
        </Collapse>
      </div>
    </Section>
  );
}

/** How long the film will be. */
function FilmText() {
  const plan = usePlan();
  const timing = useFilmTiming();
  if (!plan) return null;
  const frames = plan.places.length;
  return (
    <Text size="sm" aria-live="polite">
      {frames} frames, a film of {filmSeconds(frames, timing).toFixed(1)} s at {timing.fps} fps
      {plan.wanted > frames && (
        <Text span c="brand.4">
          . The whole way would be {plan.wanted}: raise “Most frames” or the spacing to reach its end.
        </Text>
      )}
    </Text>
  );
}
