import type { ImageryId, View } from '../frames/imagery.ts';
import type { Credit, Placement } from '../frames/placement.ts';
import type { LatLng } from '../route/lat-lng.ts';
import type { Params } from './schema.ts';

/** A photograph of a project; its bytes are kept apart, under their hash. */
export interface FrameItem {
  /** unique in the project */
  readonly id: string;
  /** file name without folders */
  readonly name: string;
  /** SHA-256 of the file's bytes: the key under which they are kept */
  readonly sha256: string;
  /** where it was taken, as the file or its track says */
  readonly place?: Placement;
  /** ISO date of the picture, to the day or to the second */
  readonly date?: string;
}

/** A frame along a route: which picture of the source, and what of it the camera sees. */
export interface RouteFrame {
  /** unique in the project */
  readonly id: string;
  /** the source's own id of the picture, and where it was taken */
  readonly sourceId: string;
  readonly position: LatLng;
  /** of the camera, degrees clockwise from north */
  readonly heading: number;
  /** as precise as the source says */
  readonly date: string | null;
  /** null until the source has told */
  readonly credit: Credit | null;
  /** under which the frame's picture is kept; null until it is fetched */
  readonly sha256: string | null;
  /** that picture is no longer kept and must be fetched again; what was painted of it is found by its hash still */
  readonly gone?: boolean;
  /** of what the source sent, or, until it is fetched, of what a shared project says it sent then */
  readonly sourceSha256: string | null;
  /** the picture is a flat one that was taken as it is: how wide it looks, horizontally in degrees, is its own; null where unknown */
  readonly flat?: { readonly fov: number | null };
}

/** What every frame of a route has in common but for flat pictures, as it was when the frames were chosen. */
type RouteView = Omit<View, 'heading'>;

/** Where a project's frames come from. */
export type FramesChoice =
  | { readonly kind: 'none' }
  | { readonly kind: 'demo'; readonly frames: number }
  | { readonly kind: 'files'; readonly items: readonly FrameItem[] }
  | {
      readonly kind: 'route';
      readonly source: ImageryId;
      readonly view: RouteView;
      /** whose map the way was drawn on along which they were found; absent in older documents: `params.route_drawn_on` */
      readonly drawnOn?: Params['route_drawn_on'];
      readonly items: readonly RouteFrame[];
    };

/** A painting of a project's mix. Its share stands in `params.input_style_weights` at the same place. */
export interface StyleItem {
  /** unique in the project */
  readonly id: string;
  /** file name without folders, or `built-in:NAME` */
  readonly name: string;
  /** SHA-256 of the file's bytes, the key under which they are kept; null for a built-in one */
  readonly sha256: string | null;
}

/** One project of the studio, as it is kept. Pictures are kept apart and named here by hash. */
export interface ProjectDocument {
  /** of this form; older ones are migrated on loading */
  readonly version: 1;
  readonly id: string;
  readonly name: string;
  /** ISO dates */
  readonly created: string;
  readonly changed: string;
  readonly frames: FramesChoice;
  readonly styles: readonly StyleItem[];
  readonly params: Params;
  /** unknown keys of a params file that was loaded, kept for saving */
  readonly extras: Readonly<Record<string, unknown>>;
}
