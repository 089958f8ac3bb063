import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core';
import { IconArrowsExchange, IconFileImport, IconPencil, IconPointer, IconRoad, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useServices } from '../services-context.tsx';
import { FreshFileButton } from '../shell/FreshFileButton.tsx';
import { showError } from '../shell/show-error.ts';
import { useDocument } from '../state/document-store.ts';
import { lengthText } from './distances.ts';
import { importRoute } from './import-route.ts';
import { useMap } from './map-store.ts';
import { PointList } from './PointList.tsx';
import { clearRoute, editRoute } from './route-actions.ts';
import { Section } from './Section.tsx';
import { snapRoute } from './snap-route.ts';
import { isKeptOffMap } from './source-rules.ts';
import { TravelMode } from './TravelMode.tsx';
import { usePlan } from './use-plan.ts';

const icon = { size: 15, stroke: 1.6, 'aria-hidden': true } as const;

/** The way itself: drawn on the map, imported, or typed. */
export function WaySection() {
  const { street } = useServices();
  const count = useDocument(({ document }) => document?.params.route_points.length ?? 0);
  const keptOff = useDocument(({ document }) => isKeptOffMap(document?.params));
  const mode = useMap((state) => state.mode);
  const setMode = useMap((state) => state.setMode);
  const plan = usePlan();
  const [snapping, setSnapping] = useState(false);
  const snap = () => {
    setSnapping(true);
    snapRoute(street)
      .catch(showError)
      .finally(() => setSnapping(false));
  };
  const toggle = (wanted: typeof mode) => setMode(mode === wanted ? 'look' : wanted);
  return (
    <Section title="The way">
      <Group gap={6}>
        <Button
          size="xs"
          variant={mode === 'draw' ? 'filled' : 'default'}
          aria-pressed={mode === 'draw'}
          disabled={keptOff}
          leftSection={<IconPencil {...icon} />}
          onClick={() => toggle('draw')}
        >
          Draw
        </Button>
        <Button
          size="xs"
          variant={mode === 'edit' ? 'filled' : 'default'}
          aria-pressed={mode === 'edit'}
          disabled={count === 0 || keptOff}
          leftSection={<IconPointer {...icon} />}
          onClick={() => toggle('edit')}
        >
          Edit
        </Button>
        <Tooltip label="Reverse the way">
          <ActionIcon
            size={30}
            variant="default"
            aria-label="Reverse the way"
            disabled={count === 0}
            onClick={() => editRoute((points) => [...points].reverse())}
          >
            <IconArrowsExchange {...icon} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Clear the way">
          <ActionIcon
            size={30}
            variant="default"
            aria-label="Clear the way"
            disabled={count === 0}
            onClick={clearRoute}
          >
            <IconTrash {...icon} />
          </ActionIcon>
        </Tooltip>
      </Group>
      <Group gap={6}>
        <Tooltip label="Leads the way along roads through its points">
          <Button
            size="xs"
            variant="default"
            disabled={count === 0}
            loading={snapping}
            leftSection={<IconRoad {...icon} />}
            onClick={snap}
          >
            Snap to roads
          </Button>
        </Tooltip>
        <TravelMode />
        <FreshFileButton
          accept=".gpx,.geojson,.json"
          onChange={(file) => file && void importRoute(file).catch(showError)}
        >
          {({ onClick }) => (
            <Button size="xs" variant="default" leftSection={<IconFileImport {...icon} />} onClick={onClick}>
              GPX or GeoJSON
            </Button>
          )}
        </FreshFileButton>
      </Group>
      <Text size="sm" aria-live="polite">
        {plan ? `${lengthText(plan.length)}, ${count} points` : HINTS[mode]}
      </Text>
      <PointList />
    </Section>
  );
}

const HINTS: Readonly<Record<ReturnType<typeof useMap.getState>['mode'], string>> = {
  draw: 'Click on the map, point by point; a double click or Enter ends the way.',
  edit: 'Drag points; drag a midpoint to insert one; right-click a point to delete it.',
  pin: 'Click the place that the camera is to look at.',
  look: 'Choose Draw, drop a GPX file, or type the points below.',
};
