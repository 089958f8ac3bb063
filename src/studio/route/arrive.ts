import type { ProjectDocument } from '../../project/document.ts';
import type { LatLng } from '../../route/lat-lng.ts';
import type { MapMode, MapView } from '../../route/maps/map-view.ts';
import { useDocument } from '../state/document-store.ts';
import { photographMarks } from './map-marks.ts';
import { useMap } from './map-store.ts';
import { routePoints, shownRoute } from './route-actions.ts';

/** Where a map opens: at the way, seen or not, or where photographs were taken. */
export function placesOf(document: ProjectDocument | null): readonly LatLng[] {
  const points = document ? routePoints(document.params) : [];
  return points.length > 0 ? points : photographMarks(document?.frames).map(({ position }) => position);
}

/** Shows the open project on a map, and each that is opened while the map stands. @returns ends that */
export function arriveAtProjects(map: Pick<MapView, 'fit'>): () => void {
  const arrive = (document: ProjectDocument | null) => {
    useMap.setState({ mode: firstMode(document) });
    map.fit(placesOf(document));
  };
  arrive(useDocument.getState().document);
  return useDocument.subscribe(({ document }, before) => {
    if (document && document.id !== before.document?.id) arrive(document);
  });
}

/** What one most likely came for. */
function firstMode(document: ProjectDocument | null): MapMode {
  if (shownRoute(document?.params).length > 0) return 'edit';
  return document?.params.route_source === 'files' ? 'look' : 'draw';
}
