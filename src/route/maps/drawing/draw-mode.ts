import {
  type GeoJSONStoreFeatures,
  type TerraDrawAdapterStyling,
  TerraDrawExtend,
  type TerraDrawKeyboardEvent,
  type TerraDrawMouseEvent,
} from 'terra-draw';
import type { LatLng } from '../../lat-lng.ts';
import { ROUTE_COLOURS } from '../colours.ts';
import { toLine, toPlace } from '../positions.ts';

/** Mode name that the route's feature bears. */
export const ROUTE_FEATURE = 'route';

/** Pixels round the route's end within which a second click ends the drawing. */
const REACH = 12;

interface DrawHooks {
  /** the vertex from which the route goes on; null: nothing is drawn yet */
  end(): LatLng | null;
  onVertex(position: LatLng): void;
  onEnd(): void;
}

/**
 * Adds vertices at the route's end, each told at once. terra-draw's own line mode begins a new line every time and keeps its vertices to
 * itself until that is finished, so that neither an existing route nor undo can go with it.
 * https://github.com/JamesLMilner/terra-draw/blob/main/guides/6.EXTENDING.md
 */
export class DrawMode extends TerraDrawExtend.TerraDrawBaseDrawMode<Record<string, never>> {
  override mode = ROUTE_FEATURE;
  readonly #hooks: DrawHooks;
  #pointer: TerraDrawMouseEvent | null = null;
  #next: TerraDrawExtend.FeatureId | null = null;
  /** vertices added since the mode began: only after one does a click on the end mean the end */
  #added = 0;

  constructor(hooks: DrawHooks) {
    super();
    this.#hooks = hooks;
  }

  start(): void {
    this.setStarted();
    this.setDrawing();
    this.setCursor('crosshair');
    this.#added = 0;
    this.#pointer = null;
  }

  stop(): void {
    this.cleanUp();
    this.setStarted();
    this.setStopped();
    this.setCursor('unset');
  }

  cleanUp(): void {
    if (this.#next !== null && this.store.has(this.#next)) this.store.delete([this.#next]);
    this.#next = null;
  }

  /** Shows the piece from the route's end to the mouse, as both are now. */
  showNext(): void {
    const end = this.#hooks.end();
    if (!end || !this.#pointer) {
      this.cleanUp();
      return;
    }
    const coordinates = toLine([end, toPlace(this.#pointer.lng, this.#pointer.lat)]);
    const geometry = { type: 'LineString' as const, coordinates };
    if (this.#next !== null) this.store.updateGeometry([{ id: this.#next, geometry }], undefined);
    else [this.#next = null] = this.store.create([{ geometry, properties: { mode: this.mode, next: true } }]);
  }

  override onMouseMove(event: TerraDrawMouseEvent): void {
    this.#pointer = event;
    this.showNext();
  }

  override onClick(event: TerraDrawMouseEvent): void {
    if (event.button !== 'left') return;
    this.#pointer = event;
    if (this.#isAtEnd(event)) {
      if (this.#added > 0) this.#hooks.onEnd();
      return;
    }
    this.#added += 1;
    this.#hooks.onVertex(toPlace(event.lng, event.lat));
    this.showNext();
  }

  override onKeyUp({ key }: TerraDrawKeyboardEvent): void {
    if (key !== 'Enter' && key !== 'Escape') return;
    this.cleanUp();
    this.#hooks.onEnd();
  }

  styleFeature(feature: GeoJSONStoreFeatures): TerraDrawAdapterStyling {
    const isNext = feature.properties.next === true;
    return {
      ...TerraDrawExtend.getDefaultStyling(),
      lineStringColor: isNext ? ROUTE_COLOURS.casing : ROUTE_COLOURS.line,
      lineStringWidth: 3,
      lineStringDash: isNext ? [6, 6] : [1, 0],
      zIndex: 10,
    };
  }

  #isAtEnd({ lng, lat }: TerraDrawMouseEvent): boolean {
    const end = this.#hooks.end();
    if (!end) return false;
    // Where little zoom shows the world several times, Google's map tells the pixels of one copy: the click's are asked of it in the same way.
    const click = this.project(lng, lat);
    const { x, y } = this.project(end.lng + 360 * Math.round((lng - end.lng) / 360), end.lat);
    return Math.hypot(x - click.x, y - click.y) < REACH;
  }
}
