import { z } from 'zod';

/** Most vertices of a route, and most frames that are taken along it. */
export const MAX_ROUTE_POINTS = 20_000;
const MAX_ROUTE_FRAMES = 5000;

const degrees = (least: number, most: number) => z.number().min(least).max(most);

/** As a list: short in a file, and the order that maps show. */
const position = z.tuple([degrees(-90, 90), degrees(-180, 180)]).meta({ allowed: '[latitude, longitude] in degrees' });

const date = z
  .string()
  .regex(/^\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?$/)
  .meta({ allowed: 'a date as YYYY, YYYY-MM or YYYY-MM-DD, in quotation marks' });

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ allowed: '64 hexadecimal digits in lower case' });

const perFrame = <T extends z.ZodType>(value: T) => z.array(value).max(MAX_ROUTE_FRAMES).default([]);

/** Which pictures a route is filled with; each but `files` is a service with terms of its own. */
const ROUTE_SOURCES = ['mapillary', 'panoramax', 'streetview', 'streetview_tiles', 'files'] as const;

/** The route's parameters, in the order in which a file lists them: the way, where frames are taken, and which pictures were found. */
export const routeParams = {
  route_points: z
    .array(position)
    .max(MAX_ROUTE_POINTS)
    .default([])
    .meta({
      group: 'Route',
      title: 'Route',
      allowed: `a list of at most ${MAX_ROUTE_POINTS}, each [latitude, longitude] in degrees`,
      description: 'The way, vertex by vertex. None where the frames do not come from a route.',
    }),
  route_drawn_on: z.enum(['typed', 'maplibre', 'google']).default('typed').meta({
    group: 'Route',
    title: 'Drawn on',
    description:
      'The map on which the route was drawn or snapped to roads; `typed` where it was typed or imported. Google’s pictures may not follow a route that was drawn on another map.',
  }),
  route_travel_mode: z.enum(['driving', 'bicycling', 'walking']).default('driving').meta({
    group: 'Route',
    title: 'Travel mode',
    description: 'Which roads the route is snapped to.',
  }),
  route_source: z.enum(ROUTE_SOURCES).default('mapillary').meta({
    group: 'Route',
    title: 'Source',
    description:
      'Whose pictures: `panoramax` needs no key; `mapillary` a free token; `streetview` (flat pictures) and `streetview_tiles` (panoramas) a Google key with billing; `files` are your own.',
  }),
  route_spacing_m: z.number().min(1).max(100).default(5).meta({
    group: 'Route',
    title: 'Spacing',
    unit: 'm',
    scale: 'log',
    description: 'Metres of the way between one frame and the next.',
  }),
  route_max_frames: z.int().min(2).max(MAX_ROUTE_FRAMES).default(300).meta({
    group: 'Route',
    title: 'Most frames',
    unit: 'frames',
    scale: 'log',
    description: 'Where the route is longer than this many spacings, its end is left out.',
  }),
  route_search_radius_m: z.int().min(1).max(200).default(50).meta({
    group: 'Route',
    title: 'Search radius',
    unit: 'm',
    scale: 'log',
    description: 'How far from the route a picture may have been taken.',
  }),
  route_outdoor_only: z.boolean().default(true).meta({
    group: 'Route',
    title: 'Outdoors only',
    description: 'Leaves out pictures taken inside buildings and, at Google, those that users gave.',
  }),
  route_date_from: date.nullable().default(null).meta({
    group: 'Route',
    title: 'From',
    description: 'Pictures taken earlier are left out: one street often has pictures of ten years. null: no bound.',
  }),
  route_date_to: date.nullable().default(null).meta({
    group: 'Route',
    title: 'To',
    description: 'Pictures taken later are left out; a year or month counts to its end. null: no bound.',
  }),
  route_source_ids: perFrame(z.string().min(1).max(200)).meta({
    group: 'Route',
    title: 'Pictures',
    description:
      'The source’s own id of each frame’s picture, in the order of the film. Where there are some, these are fetched, and the source is not searched again.',
  }),
  route_positions: perFrame(position).meta({
    group: 'Route',
    title: 'Positions',
    description: 'Where each frame’s picture was taken: finds it again where the source has given it another id.',
  }),
  route_headings: perFrame(degrees(0, 360)).meta({
    group: 'Route',
    title: 'Headings',
    unit: '°',
    description: 'Where the camera of each frame looks, clockwise from north.',
  }),
  route_dates: perFrame(date.nullable()).meta({
    group: 'Route',
    title: 'Dates',
    description: 'When each frame’s picture was taken, as far as its source says.',
  }),
  route_sha256: perFrame(sha256.nullable()).meta({
    group: 'Route',
    title: 'Picture hashes',
    description:
      'SHA-256 of what the source sent for each frame; tells whether it sends the same today. null: not fetched.',
  }),
};
