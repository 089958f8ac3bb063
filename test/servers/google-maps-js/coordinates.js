// https://developers.google.com/maps/documentation/javascript/reference/coordinates

/** Degrees of longitude in [-180, 180); 180 itself stays. */
const wrap = (lng) => (lng >= -180 && lng <= 180 ? lng : ((((lng + 180) % 360) + 360) % 360) - 180);
const clamp = (value, least, most) => Math.min(most, Math.max(least, value));

export class LatLng {
  #lat;
  #lng;

  constructor(latOrLiteral, lng, noClampNoWrap = false) {
    const literal = typeof latOrLiteral === 'object';
    const from = literal ? toLiteral(latOrLiteral) : { lat: latOrLiteral, lng };
    const raw = literal ? Boolean(lng) : noClampNoWrap;
    if (!Number.isFinite(from.lat) || !Number.isFinite(from.lng)) throw new Error('LatLng: not a number');
    this.#lat = raw ? from.lat : clamp(from.lat, -90, 90);
    this.#lng = raw ? from.lng : wrap(from.lng);
  }

  lat() {
    return this.#lat;
  }

  lng() {
    return this.#lng;
  }

  toJSON() {
    return { lat: this.#lat, lng: this.#lng };
  }

  equals(other) {
    return Math.abs(this.#lat - other.lat()) < 1e-9 && Math.abs(this.#lng - other.lng()) < 1e-9;
  }
}

export class LatLngAltitude {
  constructor({ lat, lng, altitude = 0 }) {
    Object.assign(this, { lat: clamp(lat, -90, 90), lng: wrap(lng), altitude });
  }
}

/** A position in any of the forms that are accepted. */
function toLiteral(position) {
  return typeof position.lat === 'function' ? { lat: position.lat(), lng: position.lng() } : position;
}

export function toLatLng(position) {
  return position instanceof LatLng ? position : new LatLng(position);
}

export class Point {
  constructor(x, y) {
    Object.assign(this, { x, y });
  }
}

export class Size {
  constructor(width, height) {
    Object.assign(this, { width, height });
  }
}

/** How far east `to` lies of `from`: 0 ≤ degrees < 360. */
const eastward = (from, to) => (to - from + 360) % 360;

export class LatLngBounds {
  #box = null;

  constructor(southWest, northEast) {
    if (!southWest) return;
    if ('west' in southWest) {
      this.#box = { ...southWest };
      return;
    }
    const [sw, ne] = [toLatLng(southWest), toLatLng(northEast ?? southWest)];
    this.#box = { south: sw.lat(), west: sw.lng(), north: ne.lat(), east: ne.lng() };
  }

  /** Grows to the side where less is added, over the date line if need be. */
  extend(position) {
    const { lat, lng } = toLatLng(position).toJSON();
    if (!this.#box) {
      this.#box = { south: lat, west: lng, north: lat, east: lng };
      return this;
    }
    const box = this.#box;
    box.south = Math.min(box.south, lat);
    box.north = Math.max(box.north, lat);
    if (!this.#holdsLng(lng)) {
      if (eastward(lng, box.west) < eastward(box.east, lng)) box.west = lng;
      else box.east = lng;
    }
    return this;
  }

  #holdsLng(lng) {
    const { west, east } = this.#box;
    return west <= east ? west <= lng && lng <= east : lng >= west || lng <= east;
  }

  contains(position) {
    const { lat, lng } = toLatLng(position).toJSON();
    return this.#box !== null && this.#box.south <= lat && lat <= this.#box.north && this.#holdsLng(lng);
  }

  isEmpty() {
    return this.#box === null;
  }

  getSouthWest() {
    return new LatLng(this.#box.south, this.#box.west);
  }

  getNorthEast() {
    return new LatLng(this.#box.north, this.#box.east);
  }

  getCenter() {
    const { south, west, north, east } = this.#box;
    const width = west === -180 && east === 180 ? 360 : eastward(west, east);
    return new LatLng((south + north) / 2, west + width / 2);
  }

  toJSON() {
    return { ...this.#box };
  }
}

const TILE = 256;

/**
 * Web Mercator on a world of 256 × 256, with the origin in the north-west.
 * https://developers.google.com/maps/documentation/javascript/examples/map-coordinates
 */
export const mercator = {
  fromLatLngToPoint(position) {
    const { lat, lng } = toLatLng(position).toJSON();
    const sine = clamp(Math.sin((lat * Math.PI) / 180), -0.9999, 0.9999);
    return new Point(TILE * (0.5 + lng / 360), TILE * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)));
  },
  fromPointToLatLng({ x, y }, noClampNoWrap = false) {
    const lat = (2 * Math.atan(Math.exp((0.5 - y / TILE) * 2 * Math.PI)) - Math.PI / 2) * (180 / Math.PI);
    return new LatLng(lat, (x / TILE - 0.5) * 360, noClampNoWrap);
  },
};
