/** One shape on the map. */
export interface Shape {
  readonly geometry: google.maps.Data.Geometry | google.maps.LatLngLiteral;
  /** which style it has */
  readonly look: string;
}

/**
 * Shapes of one kind in a layer of Google's map, by name. Those that stay the same are left alone, so that a few that change among
 * thousands cost little.
 */
export class FeatureSet<Item> {
  readonly #layer: google.maps.Data;
  readonly #shape: (item: Item) => Shape;
  readonly #isSame: (a: Item, b: Item) => boolean;
  readonly #shown = new Map<string, { item: Item; feature: google.maps.Data.Feature }>();

  constructor(layer: google.maps.Data, shape: (item: Item) => Shape, isSame: (a: Item, b: Item) => boolean) {
    this.#layer = layer;
    this.#shape = shape;
    this.#isSame = isSame;
  }

  show(items: ReadonlyMap<string, Item>): void {
    for (const [name, { feature }] of this.#shown) {
      if (items.has(name)) continue;
      this.#layer.remove(feature);
      this.#shown.delete(name);
    }
    for (const [name, item] of items) {
      const before = this.#shown.get(name);
      if (before && this.#isSame(before.item, item)) continue;
      if (before) this.#layer.remove(before.feature);
      const { geometry, look } = this.#shape(item);
      this.#shown.set(name, { item, feature: this.#layer.add({ geometry, properties: { look } }) });
    }
  }
}
