import type { GeoJSONStoreFeatures, TerraDraw, TerraDrawMouseEvent } from 'terra-draw';

type Adapter = ConstructorParameters<typeof TerraDraw>[0]['adapter'];
type Callbacks = Parameters<Adapter['register']>[0];

/** Pixels of a degree, in both directions: the map is flat, its corner at 0°, 0°, and y grows with the latitude. */
const SCALE = 1000;

/** A map without a picture: places in pixels, and a mouse and keys to be moved by tests. */
export class FakeAdapter implements Adapter {
  readonly shown = new Map<unknown, GeoJSONStoreFeatures>();
  cursor = 'unset';
  zoomsOnDoubleClick = true;
  draggable = true;
  /** pixels from the world that `project` knows to the copy of it that the mouse is on */
  copyX = 0;
  #callbacks: Callbacks | undefined;

  /** @param isReadyAtOnce as MapLibre is; Google's map is ready later */
  constructor(private readonly isReadyAtOnce = true) {}

  readonly project = (lng: number, lat: number) => ({ x: lng * SCALE, y: lat * SCALE });
  readonly unproject = (x: number, y: number) => ({ lng: x / SCALE, lat: y / SCALE });
  readonly setCursor = (cursor: string) => {
    this.cursor = cursor;
  };
  readonly getLngLatFromEvent = () => null;
  readonly setDoubleClickToZoom = (enabled: boolean) => {
    this.zoomsOnDoubleClick = enabled;
  };

  getMapEventElement(): HTMLElement {
    throw new Error('nothing here asks for an element');
  }

  getCoordinatePrecision(): number {
    return 9;
  }

  register(callbacks: Callbacks): void {
    this.#callbacks = callbacks;
    if (this.isReadyAtOnce) callbacks.onReady?.();
  }

  becomeReady(): void {
    this.#callbacks?.onReady?.();
  }

  unregister(): void {
    this.clear();
    this.#callbacks = undefined;
  }

  clear(): void {
    this.#callbacks?.onClear();
    this.shown.clear();
  }

  render({ created, updated, deletedIds }: Parameters<Adapter['render']>[0]): void {
    for (const feature of [...created, ...updated]) this.shown.set(feature.id, feature);
    for (const id of deletedIds) this.shown.delete(id);
  }

  /** [longitude, latitude] of what is shown of one kind. */
  positions(kind: 'selectionPoint' | 'midPoint' | 'next'): unknown[] {
    return [...this.shown.values()]
      .filter(({ properties }) => properties[kind] === true)
      .map(({ geometry }) => geometry.coordinates);
  }

  move(x: number, y: number): void {
    this.#callbacks?.onMouseMove(this.#mouse(x, y, 'neither'));
  }

  click(x: number, y: number, button: 'left' | 'right' = 'left'): void {
    this.move(x, y);
    this.#callbacks?.onClick(this.#mouse(x, y, button));
  }

  press(x: number, y: number): void {
    this.move(x, y);
    this.#callbacks?.onDragStart(this.#mouse(x, y, 'left'), this.#setDraggable);
  }

  dragTo(x: number, y: number): void {
    this.#callbacks?.onDrag(this.#mouse(x, y, 'left'), this.#setDraggable);
  }

  release(x: number, y: number): void {
    this.#callbacks?.onDragEnd(this.#mouse(x, y, 'left'), this.#setDraggable);
  }

  key(key: string): void {
    this.#callbacks?.onKeyUp({ key, heldKeys: [], preventDefault: () => undefined });
  }

  readonly #setDraggable = (enabled: boolean) => {
    this.draggable = enabled;
  };

  #mouse(x: number, y: number, button: TerraDrawMouseEvent['button']): TerraDrawMouseEvent {
    const { lng, lat } = this.unproject(x, y);
    return { lng, lat, containerX: x + this.copyX, containerY: y, button, heldKeys: [], isContextMenu: false };
  }
}
