import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { isAbort, PleinAirError } from '../../core/errors.ts';
import type { LatLng } from '../../route/lat-lng.ts';
import type { MapKind, MapView } from '../../route/maps/map-view.ts';
import { useServices } from '../services-context.tsx';
import { showError } from '../shell/show-error.ts';
import { useDocument } from '../state/document-store.ts';
import { changeParams } from '../tune/change-params.ts';
import { useMap } from './map-store.ts';
import { routePoints, setRoute } from './route-actions.ts';
import { useOverlay } from './use-overlay.ts';

interface RouteMapHandle {
  readonly element: RefObject<HTMLDivElement | null>;
  readonly state: 'opening' | 'open' | 'failed';
  readonly problem: { readonly message: string; readonly remedy: string } | null;
  retry(): void;
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
    let over = false;
    const room = element.current;
    if (!room) return;
    setProblem(null);
    street.openMap(kind, room, mapEvents(kind, setProblem)).then(
      (map) => {
        if (over) {
          map.dispose();
          return;
        }
        opened = map;
        const { document } = useDocument.getState();
        const points = document ? routePoints(document.params) : [];
        useMap.setState({ showAll: (all) => map.fit(all), mode: points.length > 0 ? 'edit' : 'draw' });
        if (points.length > 0) map.fit(points);
        setView(map);
      },
      (error: unknown) => {
        if (over || isAbort(error)) return;
        if (error instanceof PleinAirError) setProblem(error);
        else showError(error);
      },
    );
    return () => {
      over = true;
      opened?.dispose();
      setView(null);
      useMap.setState({ showAll: () => undefined, mark: null });
    };
  }, [street, kind, attempt]);

  const points = useDocument((state) => state.document?.params.route_points);
  useEffect(() => {
    if (view && points) view.setRoute(routePoints({ route_points: points }));
  }, [view, points]);

  const mode = useMap((state) => state.mode);
  useEffect(() => view?.setMode(mode), [view, mode]);

  const overlay = useOverlay();
  useEffect(() => view?.setOverlay(overlay), [view, overlay]);

  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { element, state: view ? 'open' : problem ? 'failed' : 'opening', problem, retry };
}

function mapEvents(kind: MapKind, onProblem: (problem: { message: string; remedy: string }) => void) {
  return {
    onRoute(points: readonly LatLng[]) {
      const { document } = useDocument.getState();
      // The first click is no way yet.
      if (!document || (points.length < 2 && document.params.route_points.length === 0)) return;
      setRoute(points, kind);
    },
    onPin(position: LatLng) {
      changeParams({ frame_heading_mode: 'lookat', frame_lookat: [position.lat, position.lng] });
      useMap.setState({ mode: 'look' });
    },
    onMark: (mark: string) => useMap.setState({ mark }),
    onMode: (mode: ReturnType<typeof useMap.getState>['mode']) => useMap.setState({ mode }),
    onProblem: (message: string, remedy: string) => onProblem({ message, remedy }),
  };
}
