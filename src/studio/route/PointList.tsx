import { ActionIcon, Button, Collapse, Group, Text, Textarea } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { LatLng } from '../../route/lat-lng.ts';
import { useKeptFocus } from '../shell/use-kept-focus.ts';
import { useDocument } from '../state/document-store.ts';
import { useMap } from './map-store.ts';
import { PlaceInput } from './PlaceInput.tsx';
import classes from './PointList.module.css';
import { readPlaces } from './read-places.ts';
import { editRoute, routePoints, setRoute } from './route-actions.ts';
import { wayDrawnOn } from './source-rules.ts';

/** More rows than these make the page slow; a route of so many points is imported or drawn. */
const MOST_ROWS = 60;

/** The way as text: every point can be typed, moved and taken out without a mouse. */
export function PointList() {
  const [open, setOpen] = useState(false);
  const points = useDocument(({ document }) => document?.params.route_points);
  const count = points?.length ?? 0;
  const kept = useKeptFocus<HTMLOListElement>();
  return (
    <div>
      <Button size="compact-xs" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Hide the points' : count > 0 ? 'Points as text' : 'Type the points'}
      </Button>
      <Collapse expanded={open}>
        {open && (
          <>
            <ol {...kept} className={classes.list} aria-label="Points of the way">
              {points?.slice(0, MOST_ROWS).map(([lat, lng], index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: points have no name but their place
                <PointRow key={index} index={index} point={{ lat, lng }} />
              ))}
            </ol>
            {count > MOST_ROWS && (
              <Text size="xs" c="dimmed">
                and {count - MOST_ROWS} more, to be edited on the map
              </Text>
            )}
            <TypedPoints />
          </>
        )}
      </Collapse>
    </div>
  );
}

function PointRow({ index, point }: { index: number; point: LatLng }) {
  return (
    <li className={classes.row}>
      <PlaceInput
        aria-label={`Point ${index + 1}, latitude and longitude`}
        place={point}
        onPlace={(moved) => editRoute((points) => points.map((old, i) => (i === index ? moved : old)))}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Delete point ${index + 1}`}
        onClick={() => editRoute((points) => points.filter((_, i) => i !== index))}
      >
        <IconTrash size={15} stroke={1.6} aria-hidden />
      </ActionIcon>
    </li>
  );
}

/** Points to add at the end, one a line. */
function TypedPoints() {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const add = () => {
    const { places: added, problem: wrong } = readPlaces(typed);
    setProblem(wrong);
    if (added.length === 0) return;
    const { document } = useDocument.getState();
    if (!document) return;
    const before = routePoints(document.params);
    if (before.length + added.length < 2) {
      setProblem('A way has two points or more: type the next one in a second line.');
      return;
    }
    const way = [...before, ...added];
    const refusal = setRoute(way, wayDrawnOn(document.params));
    setProblem(refusal);
    if (refusal !== null) return;
    setTyped('');
    const { showAll, setMode } = useMap.getState();
    setMode('edit');
    showAll(way);
  };
  return (
    <>
      <Textarea
        size="xs"
        mt="xs"
        label="Add points"
        description="latitude, longitude; one point a line"
        placeholder={'55.7047, 13.1910\n55.7055, 13.1932'}
        autosize
        minRows={2}
        maxRows={6}
        value={typed}
        error={problem}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Group mt={6}>
        <Button size="xs" variant="default" disabled={typed.trim() === ''} onClick={add}>
          Add
        </Button>
      </Group>
    </>
  );
}
