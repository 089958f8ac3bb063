import { MVCObject } from './events.js';

/** https://developers.google.com/maps/documentation/javascript/reference/overlay-view#OverlayView */
export class OverlayView extends MVCObject {
  #map = null;
  #added = false;

  onAdd() {}
  draw() {}
  onRemove() {}

  getMap() {
    return this.#map;
  }

  /** `onAdd` follows later, when the map has its projection. */
  setMap(map) {
    if (map === this.#map) return;
    if (this.#map) {
      this.#map.overlays.delete(this);
      if (this.#added) this.onRemove();
      this.#added = false;
    }
    this.#map = map;
    map?.overlays.add(this);
    map?.whenReady(() => {
      if (this.#map !== map) return;
      this.#added = true;
      this.onAdd();
      this.draw();
    });
  }

  getPanes() {
    return this.#added ? this.#map.panes : undefined;
  }

  /** None before `onAdd`. */
  getProjection() {
    const map = this.#added ? this.#map : null;
    if (!map) return undefined;
    return {
      fromLatLngToContainerPixel: (position) => map.camera.toPixel(position),
      fromContainerPixelToLatLng: (point, noClampNoWrap) => map.camera.toLatLng(point, noClampNoWrap),
      getWorldWidth: () => map.camera.worldWidth,
    };
  }
}
