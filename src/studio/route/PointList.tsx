import { ActionIcon, Button, Collapse, Group, Text, Textarea, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { parsePlaces } from '../../route/import/typed.ts';
import type { LatLng } from '../../route/lat-lng.ts';
import { useDocument } from '../state/document-store.ts';
import { useMap } from './map-store.ts';
import classes from './PointList.module.css';
import { editRoute, setRoute } from './route-actions.ts';

/** More rows than these make the page slow; a route of so many points is imported or drawn. */
const MOST_ROWS = 60;

/** The way as text: every point can be typed, moved and taken out without a mouse. */
export function PointList() {
  const [open, setOpen] = useState(false);
  const points = useDocument(({ document }) => document?.params.route_points);
  const count = points?.length ?? 0;
  return (
    <div>
      <Button size="compact-xs" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Hide the points' : count > 0 ? 'Points as text' : 'Type the points'}
      </Button>
      <Collapse expanded={open}>
        {open && (
          <>
            <ol className={classes.list} aria-label="Points of the way">
              {points?.slice(0, MOST_ROWS).map(([lat, lng], index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: points have no name but their place
                <PointRow key={`${index} ${lat} ${lng}`} index={index} point={{ lat, lng }} />
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
  const text = `${point.lat}, ${point.lng}`;
  const [typed, setTyped] = useState(text);
  const [problem, setProblem] = useState<string | null>(null);
  const commit = () => {
    if (typed === text) return;
    const [moved] = readPoints(typed, setProblem);
    if (moved) setProblem(editRoute((points) => points.map((old, i) => (i === index ? moved : old))));
  };
  return (
    <li className={classes.row}>
      <TextInput
        size="xs"
        aria-label={`Point ${index + 1}, latitude and longitude`}
        value={typed}
        error={problem}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
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
    const added = readPoints(typed, setProblem);
    if (added.length === 0) return;
    const { document } = useDocument.getState();
    const before = document?.params.route_points.map(([lat, lng]) => ({ lat, lng })) ?? [];
    if (before.length + added.length < 2) {
      setProblem('A way has two points or more: type the next one in a second line.');
      return;
    }
    const way = [...before, ...added];
    const refusal = setRoute(way, document?.params.route_drawn_on ?? 'typed');
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

function readPoints(text: string, tell: (problem: string | null) => void): readonly LatLng[] {
  try {
    const points = parsePlaces(text, 'the text');
    tell(null);
    return points;
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error));
    return [];
  }
}
