import type { FetchedFrame } from '../frames/fetch/fetch-job.ts';
import type { FramesChoice, RouteFrame } from './document.ts';
import type { Params } from './schema.ts';

/** The choice of frames along a route. */
export type RouteChoice = Extract<FramesChoice, { kind: 'route' }>;

/** Whether the frame's picture is kept in this browser, so that it can be painted. */
export function isHere({ sha256, gone = false }: Pick<RouteFrame, 'sha256' | 'gone'>): boolean {
  return sha256 !== null && !gone;
}

type RouteFrameParams = Pick<
  Params,
  | 'route_source'
  | 'route_source_ids'
  | 'route_positions'
  | 'route_headings'
  | 'route_dates'
  | 'route_sha256'
  | 'frame_width'
  | 'frame_height'
  | 'frame_fov'
  | 'frame_pitch'
>;

/** Lists of params that say which frames a route has: empty in a document, which holds the frames themselves, and filled in its files. */
export const NO_ROUTE_FRAMES = {
  route_source_ids: [],
  route_positions: [],
  route_headings: [],
  route_dates: [],
  route_sha256: [],
} satisfies Partial<Params>;

/** What a file says of the frames of a route, so that the same ones are fetched elsewhere. */
export function routeFrameParams({ source, view, items }: RouteChoice): RouteFrameParams {
  return {
    route_source: source,
    route_source_ids: items.map(({ sourceId }) => sourceId),
    route_positions: items.map(({ position: { lat, lng } }) => [lat, lng]),
    route_headings: items.map(({ heading }) => heading),
    route_dates: items.map(({ date }) => date),
    route_sha256: items.map(({ sourceSha256 }) => sourceSha256),
    frame_width: view.width,
    frame_height: view.height,
    frame_fov: view.fov,
    frame_pitch: view.pitch,
  };
}

/** Params with what the frames say, for files and records; the same where the frames come from no route. */
export function withRouteFrames(params: Params, frames: FramesChoice): Params {
  if (frames.kind !== 'route') return params;
  return { ...params, ...routeFrameParams(frames), ...wayOf(params, frames) };
}

/** Sources whose terms want Google's map; all others go with the open one. */
const OF_GOOGLE: readonly RouteChoice['source'][] = ['streetview', 'streetview_tiles'];

/**
 * A file names one map. The way of now stands in it with its own map where the pictures may follow both ways, the one of now and the one along
 * which they were found. Else the map is that of the frames, and a way that was drawn meanwhile on another is left out.
 */
function wayOf(
  { route_points, route_drawn_on: now }: Params,
  { source, drawnOn: then = now }: RouteChoice,
): Pick<Params, 'route_points' | 'route_drawn_on'> {
  const mayFollow = (map: typeof now) => map === 'typed' || (map === 'google') === OF_GOOGLE.includes(source);
  const fits = route_points.length > 0 && mayFollow(then) && mayFollow(now);
  if (fits) return { route_points, route_drawn_on: now };
  return { route_points: now === 'typed' || now === then ? route_points : [], route_drawn_on: then };
}

const OF_ROUTE = /^(route|frame)_/;

/** Whether params say where a route goes, or which frames it has. */
export function namesRoute({
  route_points,
  route_source_ids,
}: Pick<Params, 'route_points' | 'route_source_ids'>): boolean {
  return route_points.length > 0 || route_source_ids.length > 0;
}

/** The params of a route and of the camera along it, for another set of params to take over. */
export function routeOf(params: Params): Partial<Params> {
  return Object.fromEntries(Object.entries(params).filter(([name]) => OF_ROUTE.test(name)));
}

/**
 * The frames that params name, none of them fetched yet.
 * @param newId for each frame @returns null where they name none, or frames that no service gives
 */
export function routeChoiceOf(
  params: RouteFrameParams & Pick<Params, 'route_drawn_on'>,
  newId: () => string,
): RouteChoice | null {
  const { route_source: source, route_source_ids: ids } = params;
  if (source === 'files' || ids.length === 0) return null;
  const items = ids.map((sourceId, i): RouteFrame => {
    const [lat, lng] = params.route_positions[i] ?? [0, 0];
    return {
      id: newId(),
      sourceId,
      position: { lat, lng },
      heading: params.route_headings[i] ?? 0,
      date: params.route_dates[i] ?? null,
      credit: null,
      sha256: null,
      sourceSha256: params.route_sha256[i] ?? null,
    };
  });
  const { frame_width: width, frame_height: height, frame_fov: fov, frame_pitch: pitch } = params;
  return { kind: 'route', source, view: { width, height, fov, pitch }, drawnOn: params.route_drawn_on, items };
}

/** What is known of a frame once its picture is here. */
export function learntFrame({ sha256, sourceSha256, sighting }: FetchedFrame): Partial<RouteFrame> {
  const { id: sourceId, position, date, credit, projection, fov } = sighting;
  const flat = projection === 'flat' && { flat: { fov } };
  return { sha256, gone: false, sourceSha256, sourceId, position, date, credit, ...flat };
}

/** Takes over what is known of frames that two choices share: the same picture of the same source, seen by the same camera. */
export function keepFetched(chosen: RouteChoice, before: FramesChoice): RouteChoice {
  if (before.kind !== 'route' || before.source !== chosen.source) return chosen;
  if (JSON.stringify(before.view) !== JSON.stringify(chosen.view)) return chosen;
  const keyOf = ({ sourceId, heading }: RouteFrame) => `${sourceId} ${heading}`;
  const own = new Map<string, RouteFrame[]>();
  for (const item of before.items) own.set(keyOf(item), [...(own.get(keyOf(item)) ?? []), item]);
  const taken = new Set<RouteFrame>();
  const items = chosen.items.map((item) => {
    const same = own.get(keyOf(item)) ?? [];
    // One picture may stand in a film several times, each time under a name of its own.
    const free = same.find((one) => !taken.has(one));
    const kept = free && isHere(free) ? free : (same.find(isHere) ?? free);
    // A file may mean what the source sent at another time.
    if (!kept || (item.sourceSha256 !== null && item.sourceSha256 !== kept.sourceSha256)) return item;
    if (kept === free) {
      taken.add(kept);
      return kept;
    }
    return { ...kept, id: item.id };
  });
  return { ...chosen, items };
}
