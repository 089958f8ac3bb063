import { PleinAirError } from '../../core/errors.ts';
import type { Params } from '../../project/schema.ts';
import type { DrivePlace } from '../../route/drive.ts';
import { driveSettings, planDrive, plannedFrames, routeLength } from '../../route/plan-drive.ts';
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

/** @returns null where there is no route yet, or one without length */
export function planOf(params: PlanParams): RoutePlan | null {
  const points = routePoints(params);
  if (points.length < 2) return null;
  try {
    const length = routeLength(points);
    const places = planDrive(driveSettings(params));
    return { places, length, wanted: plannedFrames(length, params.route_spacing_m, Number.POSITIVE_INFINITY) };
  } catch (error) {
    if (error instanceof PleinAirError) return null;
    throw error;
  }
}

/** Says what is asked of a source for a drive: where it stays the same, so do the answers. The camera's turning is not part of it. */
export function scoutKey(params: Params): string {
  const { route_source, route_points, route_spacing_m, route_max_frames, route_search_radius_m } = params;
  return JSON.stringify([route_source, route_spacing_m, route_max_frames, route_search_radius_m, route_points]);
}
