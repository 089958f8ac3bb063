import { PleinAirError } from '../core/errors.ts';
import { fetchFrames } from '../frames/fetch/fetch-frames.ts';
import type { FetchEvent, WantedFrame } from '../frames/fetch/fetch-job.ts';
import { forgetTemporary } from '../frames/fetch/temporary-frames.ts';
import { type ImageryProvider, ImageryRefusal } from '../frames/imagery.ts';
import { createViewMaker } from '../frames/make-view.ts';
import { createCpuProjector } from '../frames/projection/cpu-projector.ts';
import { SOURCE_FACTS } from '../frames/source-facts.ts';
import { termsConflict } from '../frames/source-terms.ts';
import type { BlobStore } from '../platform/blob-store.ts';
import type { ImageCodec } from '../platform/image-codec.ts';
import type { RouteFrame } from '../project/document.ts';
import { learntFrame, type RouteChoice, routeChoiceOf } from '../project/route-frames.ts';
import type { Params } from '../project/schema.ts';

/** All that fetching a route's frames needs from outside. */
export interface FetchRoutePorts {
  /** where frames are kept, and found by the next run */
  readonly store: BlobStore;
  readonly codec: ImageCodec;
  /** @throws PleinAirError kind `input` where its key is missing */
  open(source: RouteChoice['source']): ImageryProvider;
  /** tells a person how it goes, a line at a time */
  say(line: string): void;
  /** seconds */
  readonly now: () => number;
}

/** Seconds between two lines. */
const QUIET_SECONDS = 10;
/** Failed frames that are named; more say nothing new. */
const MOST_NAMED = 5;

/**
 * Fetches the frames that params name, those between `video_start_frame` and `video_end_frame`; what an earlier run has fetched is not asked
 * for again.
 * @returns the choice with what was learnt of its frames
 * @throws PleinAirError kind `input` where the params name none or the source’s terms do not let it; as `fetchFrames`; and where frames did
 * not come
 */
export async function fetchRoute(params: Params, ports: FetchRoutePorts, signal: AbortSignal): Promise<RouteChoice> {
  let ids = 0;
  const choice = routeChoiceOf(params, () => `${ids++}`);
  if (!choice) throw noRoute(params);
  const conflict = termsConflict(choice.source, params.route_drawn_on);
  if (conflict !== null) throw new PleinAirError('input', conflict, 'Then share the project anew.');
  const facts = SOURCE_FACTS[choice.source];
  if (facts.temporary) {
    // There is no tab whose end they could wait for: they may stay as long as any.
    const now = new Date().toISOString();
    await forgetTemporary(ports.store, { now, liveSessions: new Set(), frameCache: 'days' });
  }
  const wanted = wantedFrames(choice, params);
  const report = createReport(wanted, facts.title, ports);
  const maker = createViewMaker({ codec: ports.codec, projector: createCpuProjector() });
  const fetchPorts = {
    provider: ports.open(choice.source),
    frames: ports.store,
    maker,
    now: () => new Date().toISOString(),
  };
  try {
    for await (const event of fetchFrames(wanted, fetchPorts, { session: null, signal })) report.take(event);
  } catch (error) {
    throw forTerminals(error);
  }
  report.end();
  return { ...choice, items: choice.items.map((item) => ({ ...item, ...report.learnt.get(item.id) })) };
}

function wantedFrames({ items, view }: RouteChoice, params: Params): WantedFrame[] {
  const { video_start_frame: start, video_end_frame: end } = params;
  const wanted = items.map(({ id, sourceId, position, heading, sourceSha256 }, index) => ({
    id,
    label: `frame ${index + 1}`,
    picture: { id: sourceId, position },
    view: { ...view, heading },
    expected: sourceSha256,
  }));
  return wanted.slice(start - 1, end ?? wanted.length);
}

/** Gathers what comes in, and tells of it. */
function createReport(wanted: readonly WantedFrame[], title: string, { say, now }: FetchRoutePorts) {
  const total = wanted.length;
  const learnt = new Map<string, Partial<RouteFrame>>();
  const changed = new Set<string>();
  const failed = new Map<string, PleinAirError>();
  let bytes = 0;
  let cached = 0;
  let last = now();
  const megabytes = () => `${(bytes / 1e6).toFixed(1)} MB`;
  say(`Frames: ${total} from ${title}.`);
  return {
    learnt,
    take(event: FetchEvent) {
      if (event.type === 'failed') failed.set(event.id, event.error);
      else {
        learnt.set(event.id, learntFrame(event.frame));
        bytes += event.bytes;
        if (event.cached) cached++;
        if (event.changed) changed.add(event.id);
      }
      if (now() - last < QUIET_SECONDS) return;
      last = now();
      say(`${learnt.size + failed.size} of ${total} frames, ${megabytes()}`);
    },
    /** @throws PleinAirError where some did not come */
    end() {
      // Frames come as the network lets them; they are told in their order.
      const failures = wanted.flatMap(({ id }) => failed.get(id) ?? []);
      if (failures.length > 0) throw someFailed(failures, total);
      say(`${total} frames are here: ${cached} were kept before, ${megabytes()} fetched.`);
      if (changed.size === 0) return;
      const numbers = wanted.flatMap(({ id }) => (changed.has(id) ? `${Number(id) + 1}` : []));
      say(
        `Note: ${title} sends other pictures today than the params say, for ${changed.size} frames: ${numbers.join(', ')}. The film will differ there.`,
      );
    },
  };
}

function someFailed(failed: readonly PleinAirError[], total: number): PleinAirError {
  const [first] = failed;
  const named = failed.slice(0, MOST_NAMED).map(({ message }) => message);
  const more = failed.length > MOST_NAMED ? [`and ${failed.length - MOST_NAMED} more`] : [];
  return new PleinAirError(
    first?.kind ?? 'network',
    [`${failed.length} of ${total} frames did not come.`, ...named, ...more].join('\n'),
    `${first?.remedy ?? ''} What came is kept: the same command goes on from there. Frames can be left out in the studio.`,
  );
}

function noRoute({ route_points: points, route_source: source }: Params): PleinAirError {
  const refuse = (what: string, remedy: string) => new PleinAirError('input', what, remedy);
  if (source === 'files') {
    return refuse('The frames of these params are own photographs, which no params file holds.', 'Add --frames DIR.');
  }
  if (points.length > 0) {
    return refuse(
      `The params name a route of ${points.length} points, and not yet which frames it has.`,
      'Choose its frames in the studio and save the params there, or add --frames DIR or --demo N.',
    );
  }
  return refuse('The params name no frames along a route.', 'Add --frames DIR or --demo N.');
}

/** Keys for browsers are restricted to pages, and no terminal is one. */
function forTerminals(error: unknown): unknown {
  if (!(error instanceof ImageryRefusal) || error.reason !== 'referrer') return error;
  return new PleinAirError(
    'input',
    'Google does not take this key from a terminal: it is restricted to websites.',
    'Make another key for the terminal, restricted to its APIs or to your IP address, and put it into PLEIN_AIR_GOOGLE_KEY.',
    { cause: error },
  );
}
