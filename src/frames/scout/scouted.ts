import type { DrivePlace } from '../../route/drive.ts';
import type { Sighting } from '../imagery.ts';

/**
 * What became of a place: `found`; `repeated`: the picture of an earlier place again, or taken too near to it; `gap`: nothing within
 * the radius; `unfit`: there is something, but it is indoors, a user's, or looks elsewhere; `other-years`: outside of the dates chosen.
 */
export type PlaceState = 'found' | 'repeated' | 'gap' | 'unfit' | 'other-years';

/** A place of the drive with the picture chosen for it. */
export interface ScoutedPlace {
  readonly place: DrivePlace;
  readonly state: PlaceState;
  /** the picture of the state: chosen where `found`, the nearest that was refused where `unfit` or `other-years`; null in a gap */
  readonly sighting: Sighting | null;
  /** metres from the place to its picture; null in a gap */
  readonly distance: number | null;
}

/** Which pictures are wanted. */
export interface ChoiceRules {
  readonly outdoorOnly: boolean;
  /** YYYY, YYYY-MM or YYYY-MM-DD, bounds included; null: none */
  readonly from: string | null;
  readonly to: string | null;
  /** drop a place whose picture is that of the place before */
  readonly dedupe: boolean;
  /** metres */
  readonly minMove: number;
  /** of the camera in degrees: a flat picture must look the camera's way, within half of it */
  readonly fov: number;
}
