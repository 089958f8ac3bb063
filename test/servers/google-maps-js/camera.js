import { LatLngBounds, mercator, Point } from './coordinates.js';

const MOST_ZOOM = 22;

/** Where a map looks: centre, whole zoom levels, and the size of its div in CSS pixels. */
export class Camera {
  centre = mercator.fromLatLngToPoint({ lat: 0, lng: 0 });
  zoom = 0;
  size = { width: 0, height: 0 };

  get scale() {
    return 2 ** this.zoom;
  }

  get worldWidth() {
    return 256 * this.scale;
  }

  setZoom(zoom) {
    this.zoom = Math.min(MOST_ZOOM, Math.max(0, Math.round(zoom)));
  }

  /** Container pixels, on the copy of the world that is nearest to the centre. */
  toPixel(position) {
    const { x, y } = mercator.fromLatLngToPoint(position);
    const east = ((((x - this.centre.x + 128) % 256) + 256) % 256) - 128;
    return new Point(east * this.scale + this.size.width / 2, (y - this.centre.y) * this.scale + this.size.height / 2);
  }

  toLatLng({ x, y }, noClampNoWrap) {
    const world = new Point(
      this.centre.x + (x - this.size.width / 2) / this.scale,
      this.centre.y + (y - this.size.height / 2) / this.scale,
    );
    return mercator.fromPointToLatLng(world, noClampNoWrap);
  }

  panBy(x, y) {
    this.centre = mercator.fromLatLngToPoint(
      this.toLatLng(new Point(this.size.width / 2 + x, this.size.height / 2 + y)),
    );
  }

  /** Zooms so that the position under this pixel stays there. */
  zoomAt(pixel, zoom) {
    const before = this.toLatLng(pixel);
    this.setZoom(zoom);
    const after = this.toPixel(before);
    this.panBy(after.x - pixel.x, after.y - pixel.y);
  }

  bounds() {
    const southWest = this.toLatLng(new Point(0, this.size.height));
    const northEast = this.toLatLng(new Point(this.size.width, 0));
    return this.size.width >= this.worldWidth
      ? new LatLngBounds({ south: southWest.lat(), west: -180, north: northEast.lat(), east: 180 })
      : new LatLngBounds(southWest, northEast);
  }

  /** The deepest zoom at which all of the bounds is seen, less `padding` pixels at each side. */
  fit(bounds, padding) {
    const southWest = mercator.fromLatLngToPoint(bounds.getSouthWest());
    const northEast = mercator.fromLatLngToPoint(bounds.getNorthEast());
    const width = (northEast.x - southWest.x + 256) % 256;
    const height = southWest.y - northEast.y;
    const room = (pixels, extent) => Math.log2(Math.max(1, pixels - 2 * padding) / Math.max(extent, 1e-9));
    this.setZoom(Math.floor(Math.min(room(this.size.width, width), room(this.size.height, height), MOST_ZOOM)));
    this.centre = new Point((southWest.x + width / 2) % 256, (southWest.y + northEast.y) / 2);
  }
}
