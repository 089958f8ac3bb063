import { TerraDraw } from 'terra-draw';
import type { LatLng } from '../lat-lng.ts';
import { DrawMode } from './drawing/draw-mode.ts';
import { EditMode } from './drawing/edit-mode.ts';
import { MOST_HANDLES, type RouteHandles, routeHandles, withEdit } from './drawing/route-handles.ts';
import type { MapEvents, MapMode } from './map-view.ts';

/** A way for terra-draw into a map: one of its adapters. */
type DrawingAdapter = ConstructorParameters<typeof TerraDraw>[0]['adapter'];

/** Draws and edits one route on any map. It shows only what is being drawn or dragged: the route itself is the map's to show. */
export interface RouteDrawing {
  /** Takes this route in place of its own, without telling back; the same positions change nothing. May come in the middle of drawing. */
  setRoute(points: readonly LatLng[]): void;
  /** `draw` and `edit` listen to the mouse; `pin` and `look` leave the map to itself. */
  setMode(mode: MapMode): void;
  /** Takes all it added off the map, which must still be there. */
  dispose(): void;
}

/**
 * Route drawing over a terra-draw adapter; starts it, and may be used at once, before the map is ready. The route is the caller's: every
 * click, drag, insertion and deletion is told at once through `onRoute`, so that undo works vertex by vertex while a line is still
 * being drawn.
 * https://github.com/JamesLMilner/terra-draw/blob/main/guides/1.GETTING_STARTED.md
 */
export function createRouteDrawing(
  adapter: DrawingAdapter,
  events: Pick<MapEvents, 'onRoute' | 'onMode' | 'onNotice'>,
): RouteDrawing {
  let route: readonly LatLng[] = [];
  let mode: MapMode = 'look';
  let ready = false;
  let handles: RouteHandles | null = null;
  let toldOfThinning = false;

  const tell = (points: readonly LatLng[]) => {
    route = points;
    events.onRoute(points);
  };
  const drawMode = new DrawMode({
    end: () => route.at(-1) ?? null,
    onVertex: (position) => tell([...route, position]),
    onEnd: () => events.onMode(route.length > 1 ? 'edit' : 'look'),
  });
  const editMode = new EditMode();
  const draw = new TerraDraw({ adapter, modes: [drawMode, editMode] });
  const id = draw.getFeatureId();

  /** Shows the handles of the route as it is now. */
  const showHandles = () => {
    editMode.dropDrag();
    if (route.length < 2) {
      if (draw.hasFeature(id)) draw.removeFeatures([id]);
      handles = null;
      return;
    }
    handles = routeHandles(route, adapter.getCoordinatePrecision());
    const geometry = { type: 'LineString' as const, coordinates: handles.line };
    if (draw.hasFeature(id)) draw.updateFeatureGeometry(id, geometry);
    else draw.addFeatures([{ type: 'Feature', id, geometry, properties: { mode: drawMode.mode } }]);
    draw.selectFeature(id);
    if (handles.kept.length < route.length && !toldOfThinning) {
      toldOfThinning = true;
      events.onNotice(
        `This route has ${route.length} points: ${MOST_HANDLES} of them have handles.`,
        'The others stay as they are, but for those beside a handle that you move: there the way becomes straight.',
      );
    }
  };

  const enter = () => {
    draw.setMode(mode === 'draw' ? drawMode.mode : mode === 'edit' ? editMode.mode : 'static');
    if (mode === 'edit') showHandles();
    else if (draw.hasFeature(id)) draw.removeFeatures([id]);
  };

  draw.on('finish', (finished, { action }) => {
    // Dragging a midpoint inserts it first: the drop tells of both.
    if (finished !== id || !handles || editMode.isDropped || (action === 'insertMidpoint' && editMode.isDragging))
      return;
    const feature = draw.getSnapshotFeature(id);
    if (feature?.geometry.type !== 'LineString') return;
    const edit = withEdit(route, handles, feature.geometry.coordinates);
    handles = edit.handles;
    tell(edit.points);
  });
  draw.on('ready', () => {
    ready = true;
    enter();
  });
  draw.start();

  return {
    setRoute(points) {
      if (samePositions(points, route)) return;
      route = points;
      if (!ready) return;
      if (mode === 'draw') drawMode.showNext();
      if (mode === 'edit') showHandles();
    },
    setMode(next) {
      if (next === mode) return;
      mode = next;
      if (ready) enter();
    },
    dispose() {
      // A mode that is left gives back the mouse pointer and the double click.
      draw.setMode('static');
      draw.stop();
    },
  };
}

function samePositions(a: readonly LatLng[], b: readonly LatLng[]): boolean {
  return a === b || (a.length === b.length && a.every(({ lat, lng }, i) => lat === b[i]?.lat && lng === b[i]?.lng));
}
