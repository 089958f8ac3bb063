import { notifications } from '@mantine/notifications';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { isAbort, PleinAirError } from '../../core/errors.ts';
import type { LatLng } from '../../route/lat-lng.ts';
import type { MapKind, MapMode, MapView } from '../../route/maps/map-view.ts';
import { useServices } from '../services-context.tsx';
import { showError } from '../shell/show-error.ts';
import { useDocument } from '../state/document-store.ts';
import { useSession } from '../state/session-store.ts';
import { arriveAtProjects, placesOf } from './arrive.ts';
import { frameOfMark } from './map-marks.ts';
import { useMap } from './map-store.ts';
import { lookAt, setRouteFromMap, shownRoute } from './route-actions.ts';
import { isKeptOffMap } from './source-rules.ts';
import { useOverlay } from './use-overlay.ts';

interface RouteMapHandle {
  readonly element: RefObject<HTMLDivElement | null>;
  readonly state: 'opening' | 'open' | 'failed';
  readonly problem: MapProblem | null;
  retry(): void;
  /** takes the problem off the screen */
  dismiss(): void;
}

interface MapProblem {
  readonly message: string;
  readonly remedy: string;
  /** whether the page must be loaded again: Google's program takes one key for as long as a page is open */
  readonly lasting: boolean;
}

/** Opens a map and ties it to the open project: edits go into the document, and whatever the document says is shown. */
export function useRouteMap(kind: MapKind): RouteMapHandle {
  const { street } = useServices();
  const element = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<MapView | null>(null);
  const [problem, setProblem] = useState<RouteMapHandle['problem']>(null);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt opens the map anew
  useEffect(() => {
    let opened: MapView | null = null;
    let leave: () => void = () => undefined;
    let over = false;
    const room = element.current;
    if (!room) return;
    setProblem(null);
    street.openMap(kind, room, mapEvents(kind, setProblem), placesOf(useDocument.getState().document)).then(
      (map) => {
        if (over) {
          map.dispose();
          return;
        }
        opened = map;
        useMap.setState({ showAll: (all) => map.fit(all), centre: () => map.centre() });
        leave = arriveAtProjects(map);
        setView(map);
      },
      (error: unknown) => {
        if (over || isAbort(error)) return;
        if (!(error instanceof PleinAirError)) return showError(error);
        const { message, remedy } = error;
        setProblem({ message, remedy, lasting: kind === 'google' && error.kind === 'input' });
      },
    );
    return () => {
      over = true;
      leave();
      opened?.dispose();
      setView(null);
      useMap.setState({ showAll: () => undefined, centre: () => null });
    };
  }, [street, kind, attempt]);

  const points = useDocument((state) => state.document?.params.route_points);
  const keptOff = useDocument(({ document }) => isKeptOffMap(document?.params));
  // biome-ignore lint/correctness/useExhaustiveDependencies: of a project these two say what is shown
  useEffect(() => view?.setRoute(shownRoute(useDocument.getState().document?.params)), [view, points, keptOff]);

  // An edit would take the place of the way that is not shown.
  const mode = useMap((state) => (keptOff ? 'look' : state.mode));
  useEffect(() => view?.setMode(mode), [view, mode]);

  const overlay = useOverlay();
  useEffect(() => view?.setOverlay(overlay), [view, overlay]);

  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  const dismiss = useCallback(() => setProblem(null), []);
  return { element, state: view ? 'open' : problem ? 'failed' : 'opening', problem, retry, dismiss };
}

function mapEvents(kind: MapKind, onProblem: (problem: MapProblem) => void) {
  return {
    onRoute(points: readonly LatLng[]) {
      const { document } = useDocument.getState();
      // The first click is no way yet.
      if (!document || (points.length < 2 && document.params.route_points.length === 0)) return;
      setRouteFromMap(points, kind);
    },
    onPin(position: LatLng) {
      lookAt(position);
      useMap.setState({ mode: 'look' });
    },
    onMark(mark: string) {
      const { document } = useDocument.getState();
      const index = document && frameOfMark(mark, document);
      if (index !== null) useSession.getState().selectFrame(index);
    },
    onMode: (mode: MapMode) => useMap.setState({ mode }),
    // Of Google's map there is one: the key is refused.
    onProblem: (message: string, remedy: string) => onProblem({ message, remedy, lasting: kind === 'google' }),
    onNotice: (title: string, message: string) => notifications.show({ title, message, autoClose: 12_000 }),
  };
}
