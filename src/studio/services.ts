import type { ImageryId, ImageryProvider } from '../frames/imagery.ts';
import type { ViewMaker } from '../frames/view-maker.ts';
import type { BlobStore } from '../platform/blob-store.ts';
import type { ImageCodec } from '../platform/image-codec.ts';
import type { ProjectDocument } from '../project/document.ts';
import type { RenderClient } from '../render/worker/client.ts';
import type { LatLng } from '../route/lat-lng.ts';
import type { MapEvents, MapKind, MapView } from '../route/maps/map-view.ts';
import type { PlaceSearch, RoadSnapper } from '../route/services.ts';

/** What a list of projects shows. */
export interface ProjectSummary {
  readonly id: string;
  readonly name: string;
  /** ISO date */
  readonly changed: string;
  /** number of frames, 0 where none are chosen yet */
  readonly frames: number;
}

/** Projects as they are kept in this browser. */
export interface ProjectRepository {
  /** last changed first */
  list(): Promise<ProjectSummary[]>;
  /**
   * Older forms are migrated, damaged ones repaired as far as possible.
   * @param onRepair told what had to be changed, in words for a person
   * @returns null where there is none
   * @throws PleinAirError kind `storage` for a project of a newer program, and for one of which nothing can be read
   */
  load(id: string, onRepair?: (what: string) => void): Promise<ProjectDocument | null>;
  save(document: ProjectDocument): Promise<void>;
  /** Also deletes pictures that no other project names, and what was painted from those. */
  delete(id: string): Promise<void>;
}

/** How much room this browser gives. Bytes; null where it does not say. */
export interface StorageRoom {
  readonly used: number | null;
  readonly quota: number | null;
  readonly persisted: boolean;
}

/** All that the studio's screens need from outside, handed in at the start. */
export interface StudioServices {
  readonly projects: ProjectRepository;
  /** photographs as they came, by SHA-256 */
  readonly frames: BlobStore;
  /** paintings as they came, by SHA-256 */
  readonly styles: BlobStore;
  readonly codec: ImageCodec;
  readonly render: RenderClient;
  room(): Promise<StorageRoom>;
  /** asks the browser not to clear the data by itself */
  persist(): Promise<boolean>;
  readonly street: StreetServices;
}

/** Maps and services with street-level pictures, with the keys and addresses of the settings as they are at the time of the call. */
export interface StreetServices {
  /** @throws PleinAirError kind `input` where its key is missing */
  imagery(id: ImageryId): ImageryProvider;
  readonly views: ViewMaker;
  /**
   * Loads the map's program and shows a map in `element`.
   * @param shows what is to be seen at first
   * @throws PleinAirError kind `input` where its key is missing, `network` where its program does not come, `unsupported` without WebGL
   */
  openMap(kind: MapKind, element: HTMLElement, events: MapEvents, shows: readonly LatLng[]): Promise<MapView>;
  /** with the map's own services, so that Google's map goes with Google's search and roads. @throws as `imagery` */
  search(kind: MapKind): PlaceSearch;
  roads(kind: MapKind): RoadSnapper;
  /** name of this tab's session, under which frames are kept that may stay only for a while */
  readonly session: string;
}
