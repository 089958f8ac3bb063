import { PleinAirError } from '../../core/errors.ts';
import type { Sighting } from '../../frames/imagery.ts';
import { chooseSightings } from '../../frames/scout/choose-sightings.ts';
import type { ScoutedRoute } from '../../frames/scout/scout-summary.ts';
import type { ChoiceRules } from '../../frames/scout/scouted.ts';
import type { Params } from '../../project/schema.ts';
import type { DrivePlace } from '../../route/drive.ts';
import { driveSettings, planDrive, plannedFrames, routeLength } from '../../route/plan-drive.ts';
import { remembered } from '../state/remembered.ts';
import { routePoints } from './route-actions.ts';

/** The drive that the params mean. */
export interface RoutePlan {
  readonly places: readonly DrivePlace[];
  /** metres of the way */
  readonly length: number;
  /** frames that the whole way would have: more than `places` where `route_max_frames` ends it early */
  readonly wanted: number;
}

/** Params that a plan follows from. */
export type PlanParams = Parameters<typeof driveSettings>[0] & Pick<Params, 'route_points'>;

/** @returns null where there is no route yet, or one without length; the same object as before where nothing of the drive has changed */
export function planOf(params: PlanParams): RoutePlan | null {
  return planned(
    params.route_points,
    params.route_spacing_m,
    params.route_max_frames,
    params.frame_heading_mode,
    params.frame_lookat,
    params.frame_heading_offset,
    params.frame_heading_smooth_m,
  );
}

/** A route may have 20,000 vertices, and several screens ask at each change of any parameter. */
const planned = remembered(
  (
    route_points: PlanParams['route_points'],
    route_spacing_m: number,
    route_max_frames: number,
    frame_heading_mode: PlanParams['frame_heading_mode'],
    frame_lookat: PlanParams['frame_lookat'],
    frame_heading_offset: number,
    frame_heading_smooth_m: number,
  ): RoutePlan | null => {
    const points = routePoints({ route_points });
    if (points.length < 2) return null;
    const heading = { frame_heading_mode, frame_lookat, frame_heading_offset, frame_heading_smooth_m };
    try {
      const length = routeLength(points);
      const places = planDrive(driveSettings({ route_points, route_spacing_m, route_max_frames, ...heading }));
      return { places, length, wanted: plannedFrames(length, route_spacing_m, Number.POSITIVE_INFINITY) };
    } catch (error) {
      if (error instanceof PleinAirError) return null;
      throw error;
    }
  },
);

/** Says what is asked of a source for a drive: where it stays the same, so do the answers. The camera's turning is not part of it. */
export function scoutKey(params: Params): string {
  const { route_source, route_points, route_spacing_m, route_max_frames, route_search_radius_m } = params;
  // The other sources tell all that there is, and of which kind it is.
  const outdoorOnly = route_source === 'streetview' && params.route_outdoor_only;
  return keyOf(route_source, route_spacing_m, route_max_frames, route_search_radius_m, outdoorOnly, route_points);
}

const keyOf = remembered((...asked: readonly unknown[]) => JSON.stringify(asked));

/** Which pictures the params want. */
export function choiceRules(params: Params): ChoiceRules {
  return rulesOf(
    params.route_outdoor_only,
    params.route_date_from,
    params.route_date_to,
    params.frame_dedupe,
    params.frame_min_move_m,
    params.frame_fov,
  );
}

const rulesOf = remembered(
  (
    outdoorOnly: boolean,
    from: string | null,
    to: string | null,
    dedupe: boolean,
    minMove: number,
    fov: number,
  ): ChoiceRules => ({ outdoorOnly, from, to, dedupe, minMove, fov }),
);

/** What was found for the places of a plan. @param candidates for each place; null where no answer has come */
export const scoutedRoute = remembered(
  ({ places }: RoutePlan, candidates: readonly (readonly Sighting[] | null)[], rules: ChoiceRules): ScoutedRoute => {
    const answered = places.map((_, i) => candidates[i] ?? null);
    return { places, candidates: answered, rules, scouted: chooseSightings(places, answered, rules) };
  },
);
