import { Camera } from './camera.js';
import { LatLngBounds, mercator, toLatLng } from './coordinates.js';
import { Data } from './data.js';
import { event, MVCObject } from './events.js';
import { createMapElements, showRefusal } from './map-elements.js';
import { handleMouse } from './mouse.js';
import { paintFeatures, paintGround } from './painter.js';

const maps = new Set();
let refused = false;

/** Takes every map of the page away, as Google does where a key is refused. */
export function refuseAll() {
  refused = true;
  for (const map of maps) showRefusal(map.getDiv());
}

/** https://developers.google.com/maps/documentation/javascript/reference/map#Map */
export class GoogleMap extends MVCObject {
  camera = new Camera();
  layers = new Set();
  overlays = new Set();
  #div;
  #elements;
  #ready = false;
  #waiting = [];
  #repainting = false;

  constructor(div, options = {}) {
    super();
    this.#div = div;
    this.#elements = createMapElements(div, options, (step) => this.setZoom(this.getZoom() + step));
    this.panes = { floatPane: this.#elements.float };
    this.data = new Data({ map: this });
    const measure = () => {
      this.camera.size = { width: div.clientWidth, height: div.clientHeight };
      this.repaint();
    };
    new ResizeObserver(measure).observe(div);
    this.camera.size = { width: div.clientWidth, height: div.clientHeight };
    this.setOptions(options);
    handleMouse(this, this.#elements.surface);
    maps.add(this);
    if (refused) showRefusal(div);
    setTimeout(() => {
      this.#ready = true;
      event.trigger(this, 'projection_changed');
      for (const listener of this.#waiting.splice(0)) listener();
      this.#moved();
    });
  }

  /** Runs when the projection is there. */
  whenReady(listener) {
    if (this.#ready) setTimeout(listener);
    else this.#waiting.push(listener);
  }

  getDiv() {
    return this.#div;
  }

  getProjection() {
    return this.#ready ? mercator : undefined;
  }

  setOptions(options = {}) {
    this.setValues(options);
    if ('draggableCursor' in options) this.#elements.surface.style.cursor = options.draggableCursor ?? '';
    if (options.center) this.camera.centre = mercator.fromLatLngToPoint(options.center);
    if (options.zoom !== undefined) this.camera.setZoom(options.zoom);
    this.#moved();
  }

  getCenter() {
    return mercator.fromPointToLatLng(this.camera.centre);
  }

  setCenter(position) {
    this.camera.centre = mercator.fromLatLngToPoint(toLatLng(position));
    this.#moved();
  }

  panTo(position) {
    this.setCenter(position);
  }

  panBy(x, y) {
    this.camera.panBy(x, y);
    this.#moved();
  }

  getZoom() {
    return this.camera.zoom;
  }

  setZoom(zoom) {
    this.camera.setZoom(zoom);
    this.#moved();
  }

  zoomAt(pixel, zoom) {
    this.camera.zoomAt(pixel, zoom);
    this.#moved();
  }

  getBounds() {
    return this.#ready ? this.camera.bounds() : undefined;
  }

  fitBounds(bounds, padding = 45) {
    this.camera.fit('getSouthWest' in bounds ? bounds : new LatLngBounds(bounds), padding);
    this.#moved();
  }

  #moved() {
    this.repaint();
    if (!this.#ready) return;
    event.trigger(this, 'bounds_changed');
    event.trigger(this, 'center_changed');
    event.trigger(this, 'zoom_changed');
    event.trigger(this, 'idle');
  }

  /** With the next picture of the screen. */
  repaint() {
    if (this.#repainting) return;
    this.#repainting = true;
    requestAnimationFrame(() => {
      this.#repainting = false;
      paintGround(this.#elements.ground, this.camera);
      paintFeatures(this.#elements.features, this.layers, this.camera);
      if (this.#ready) for (const overlay of this.overlays) overlay.draw();
    });
  }
}
