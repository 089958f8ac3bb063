import { toLatLng } from './coordinates.js';
import { event, MVCObject } from './events.js';

// https://developers.google.com/maps/documentation/javascript/reference/data

class DataPoint {
  #position;

  constructor(position) {
    this.#position = toLatLng(position);
  }

  getType() {
    return 'Point';
  }

  get() {
    return this.#position;
  }

  /** Every position as a list of lists: what is painted. */
  rings() {
    return [[this.#position]];
  }
}

class DataLineString {
  #positions;

  constructor(positions) {
    this.#positions = positions.map(toLatLng);
  }

  getType() {
    return 'LineString';
  }

  getArray() {
    return [...this.#positions];
  }

  rings() {
    return [this.#positions];
  }
}

class DataPolygon {
  #rings;

  constructor(rings) {
    this.#rings = rings.map((ring) => ring.map(toLatLng));
  }

  getType() {
    return 'Polygon';
  }

  rings() {
    return this.#rings;
  }
}

/** A position stands for a point. */
const toGeometry = (geometry) => (geometry === null || 'rings' in geometry ? geometry : new DataPoint(geometry));

class Feature extends MVCObject {
  #id;
  #geometry;
  #properties;

  constructor({ id, geometry = null, properties = {} } = {}) {
    super();
    this.#id = id;
    this.#geometry = toGeometry(geometry);
    this.#properties = new Map(Object.entries(properties));
  }

  getId() {
    return this.#id;
  }

  getGeometry() {
    return this.#geometry;
  }

  setGeometry(geometry) {
    this.#geometry = toGeometry(geometry);
    event.trigger(this, 'setgeometry', { feature: this });
  }

  getProperty(name) {
    return this.#properties.get(name);
  }

  setProperty(name, value) {
    if (value === undefined) this.#properties.delete(name);
    else this.#properties.set(name, value);
    event.trigger(this, 'setproperty', { feature: this, name });
  }

  removeProperty(name) {
    this.setProperty(name, undefined);
  }

  forEachProperty(callback) {
    for (const [name, value] of [...this.#properties]) callback(value, name);
  }
}

const position = ([lng, lat]) => ({ lat, lng });

const FROM_GEOJSON = {
  Point: (coordinates) => new DataPoint(position(coordinates)),
  LineString: (coordinates) => new DataLineString(coordinates.map(position)),
  Polygon: (rings) => new DataPolygon(rings.map((ring) => ring.map(position))),
};

export class Data extends MVCObject {
  static Feature = Feature;
  static Point = DataPoint;
  static LineString = DataLineString;
  static Polygon = DataPolygon;

  #features = new Map();
  #map = null;
  #style;

  constructor({ map, style } = {}) {
    super();
    this.#style = style;
    if (map) this.setMap(map);
  }

  add(featureOrOptions = {}) {
    const feature = featureOrOptions instanceof Feature ? featureOrOptions : new Feature(featureOrOptions);
    const key = feature.getId() ?? feature;
    if (this.#features.has(key)) this.remove(this.#features.get(key));
    this.#features.set(key, feature);
    feature.watch = [
      event.addListener(feature, 'setgeometry', () => this.#repaint()),
      event.addListener(feature, 'setproperty', () => this.#repaint()),
    ];
    this.#repaint();
    return feature;
  }

  addGeoJson(geoJson) {
    const features = geoJson.type === 'FeatureCollection' ? geoJson.features : [geoJson];
    return features.map(({ id, geometry, properties }) =>
      this.add({ id, geometry: FROM_GEOJSON[geometry.type](geometry.coordinates), properties: properties ?? {} }),
    );
  }

  remove(feature) {
    this.#features.delete(feature.getId() ?? feature);
    for (const listener of feature.watch ?? []) listener.remove();
    this.#repaint();
  }

  contains(feature) {
    return this.#features.get(feature.getId() ?? feature) === feature;
  }

  getFeatureById(id) {
    return this.#features.get(id);
  }

  forEach(callback) {
    for (const feature of [...this.#features.values()]) callback(feature);
  }

  getStyle() {
    return this.#style;
  }

  setStyle(style) {
    this.#style = style;
    this.#repaint();
  }

  /** What applies to a feature, beside the defaults. */
  styleOf(feature) {
    return (typeof this.#style === 'function' ? this.#style(feature) : this.#style) ?? {};
  }

  getMap() {
    return this.#map;
  }

  setMap(map) {
    this.#map?.layers.delete(this);
    this.#map?.repaint();
    this.#map = map;
    map?.layers.add(this);
    this.#repaint();
  }

  #repaint() {
    this.#map?.repaint();
  }
}
