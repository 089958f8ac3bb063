import { PleinAirError } from '../core/errors.ts';
import { checkPosition } from './check-position.ts';
import type { DrivePlace, DriveSettings, HeadingRule } from './drive.ts';
import { headingsAlong } from './headings.ts';
import type { LatLng } from './lat-lng.ts';
import { fromPair, type PositionPair } from './position-pair.ts';
import { evenPlaces } from './resample.ts';
import { createWay } from './way.ts';

/** Metres by which a way may fall short of a multiple of the spacing and still reach it: more than rounding, less than matters. */
const REACHED = 1e-3;

/** The parameters that a drive follows from, under their names in a file. */
export interface DriveParams {
  readonly route_points: readonly PositionPair[];
  readonly route_spacing_m: number;
  readonly route_max_frames: number;
  readonly frame_heading_mode: HeadingRule['mode'];
  readonly frame_lookat: PositionPair | null;
  readonly frame_heading_offset: number;
  readonly frame_heading_smooth_m: number;
}

/** The drive that a project's parameters ask for. */
export function driveSettings(params: DriveParams): DriveSettings {
  return {
    points: params.route_points.map(fromPair),
    spacing: params.route_spacing_m,
    maxFrames: params.route_max_frames,
    heading: {
      mode: params.frame_heading_mode,
      lookAt: params.frame_lookat === null ? null : fromPair(params.frame_lookat),
      offset: params.frame_heading_offset,
      smooth: params.frame_heading_smooth_m,
    },
  };
}

/** Metres along all vertices; 0 for fewer than two. */
export function routeLength(points: readonly LatLng[]): number {
  return createWay(points).length;
}

/**
 * How many places a drive has: one at the start, one for each whole spacing, at most `maxFrames`.
 * @param length of the route, metres
 * @param spacing metres, > 0
 */
export function plannedFrames(length: number, spacing: number, maxFrames: number): number {
  return Math.min(maxFrames, 1 + Math.floor((length + REACHED) / spacing));
}

function check({ points, spacing, maxFrames, heading }: DriveSettings): void {
  const refuse = (message: string, remedy: string): never => {
    throw new PleinAirError('input', message, remedy);
  };
  if (points.length < 2) {
    const count = points.length === 1 ? 'has one point only' : 'has no points';
    refuse(`The route ${count}.`, 'Draw, type or import a route of two points or more.');
  }
  for (const [i, point] of points.entries()) checkPosition(`Point ${i + 1} of the route`, point);
  if (!(spacing > 0 && Number.isFinite(spacing))) {
    refuse(`The frames are to be ${spacing} m apart.`, 'Set route_spacing_m to a number above 0.');
  }
  if (!(Number.isInteger(maxFrames) && maxFrames > 0)) {
    refuse(`The drive is to have at most ${maxFrames} frames.`, 'Set route_max_frames to a whole number above 0.');
  }
  if (!(heading.smooth >= 0 && Number.isFinite(heading.smooth))) {
    refuse(
      `Turns are to be spread over ${heading.smooth} m.`,
      'Set frame_heading_smooth_m to 0, which spreads none, or to a number above it.',
    );
  }
  if (!Number.isFinite(heading.offset)) {
    refuse(`The heading offset is ${heading.offset}.`, 'Set frame_heading_offset to a number of degrees.');
  }
  if (heading.mode !== 'lookat') return;
  if (heading.lookAt === null) {
    refuse(
      'The camera is to look at a place (frame_heading_mode: lookat), but there is none (frame_lookat).',
      'Put the pin on the map, or let the camera look along the route.',
    );
  } else checkPosition('The place to look at', heading.lookAt);
}

/**
 * Places at even distances along a route, each with the camera's heading. A route without length gives one place. In linear time:
 * 5,000 places on 20,000 vertices take about 20 ms.
 * @throws PleinAirError kind `input`
 */
export function planDrive(settings: DriveSettings): DrivePlace[] {
  check(settings);
  const way = createWay(settings.points);
  const places = evenPlaces(way, settings.spacing, plannedFrames(way.length, settings.spacing, settings.maxFrames));
  const headings = headingsAlong(way, places, settings.heading);
  return places.map((place, i) => ({ ...place, heading: headings[i]! }));
}
