import { type TerraDrawKeyboardEvent, type TerraDrawMouseEvent, TerraDrawSelectMode } from 'terra-draw';
import { ROUTE_COLOURS } from '../colours.ts';
import { ROUTE_FEATURE } from './draw-mode.ts';

/** Pixels round a handle that count as the handle. */
const REACH = 14;

type SetDraggable = (enabled: boolean) => void;

/**
 * terra-draw's select mode for the one route: vertices and midpoints can be dragged, a click on a midpoint inserts, a right click or a long
 * press on a vertex deletes. Besides, Delete and Backspace delete the vertex under the mouse; in select mode itself Delete takes the
 * whole line.
 */
export class EditMode extends TerraDrawSelectMode {
  #pointer: TerraDrawMouseEvent | null = null;
  #drag: 'none' | 'live' | 'dropped' = 'none';

  constructor() {
    super({
      pointerDistance: REACH,
      allowManualSelection: false,
      allowManualDeselection: false,
      keyEvents: null,
      // No event of the mouse is left out: otherwise the last may be, and the vertex lies beside the mouse.
      dragEventThrottle: 0,
      pointerEvents: {
        leftClick: true,
        rightClick: true,
        contextMenu: true,
        onDragStart: true,
        onDrag: true,
        onDragEnd: true,
      },
      flags: {
        [ROUTE_FEATURE]: {
          feature: {
            draggable: false,
            selfIntersectable: true,
            coordinates: { midpoints: { draggable: true }, draggable: true, deletable: true },
          },
        },
      },
      cursors: { pointerOver: 'grab', dragStart: 'grabbing', dragEnd: 'grab', insertMidpoint: 'copy' },
      styles: {
        // A dark line on any map, and within the route's own amber while nothing moves.
        selectedLineStringColor: ROUTE_COLOURS.casing,
        selectedLineStringWidth: 2,
        selectionPointColor: ROUTE_COLOURS.handle,
        selectionPointWidth: 6,
        selectionPointOutlineColor: ROUTE_COLOURS.casing,
        selectionPointOutlineWidth: 2,
        midPointColor: ROUTE_COLOURS.line,
        midPointWidth: 4,
        midPointOutlineColor: ROUTE_COLOURS.casing,
        midPointOutlineWidth: 2,
      },
    });
  }

  get isDragging(): boolean {
    return this.#drag !== 'none';
  }

  /** True while the end of a drag is told that no longer counts. */
  get isDropped(): boolean {
    return this.#drag === 'dropped';
  }

  /** The route is another one now: what is being dragged is let go. */
  dropDrag(): void {
    if (this.#drag === 'live') this.#drag = 'dropped';
  }

  override onMouseMove(event: TerraDrawMouseEvent): void {
    this.#pointer = event;
    super.onMouseMove(event);
  }

  override onDragStart(event: TerraDrawMouseEvent, setDraggable: SetDraggable): void {
    this.#drag = 'live';
    super.onDragStart(event, setDraggable);
  }

  override onDrag(event: TerraDrawMouseEvent, setDraggable: SetDraggable): void {
    if (this.#drag === 'live') super.onDrag(event, setDraggable);
  }

  override onDragEnd(event: TerraDrawMouseEvent, setDraggable: SetDraggable): void {
    this.#pointer = event;
    super.onDragEnd(event, setDraggable);
    this.#drag = 'none';
  }

  override onKeyUp(event: TerraDrawKeyboardEvent): void {
    const isDelete = event.key === 'Delete' || event.key === 'Backspace';
    if (isDelete && this.#pointer && !this.isDragging) this.onClick({ ...this.#pointer, button: 'right' });
  }
}
