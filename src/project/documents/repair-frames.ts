import { z } from 'zod';
import type { FrameItem, FramesChoice, RouteFrame } from '../document.ts';
import { isObject } from './codec.ts';

/** Frames of one film: an hour at 25 a second is far more than anyone paints. */
const MAX_FRAMES = 100_000;

const id = z.string().min(1).max(100);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const lat = z.number().min(-90).max(90);
const lng = z.number().min(-180).max(180);
const heading = z.number().min(0).max(360);
const pitch = z.number().min(-90).max(90);
const fov = z.number().gt(0).lt(180);
const date = z.string().min(4).max(40);

const frameItem = z.object({ id, name: z.string().min(1).max(1000), sha256 });
const extras = z.object({
  place: z
    .object({ lat, lng, heading: heading.optional(), pitch: pitch.optional(), fov: fov.optional() })
    .optional()
    .catch(undefined),
  date: date.optional().catch(undefined),
});

const routeView = z.object({ width: z.int().min(1).max(8192), height: z.int().min(1).max(8192), fov, pitch });
const routeFrame = z.object({
  id,
  sourceId: z.string().min(1).max(200),
  position: z.object({ lat, lng }),
  heading,
  date: date.nullable().catch(null),
  credit: z
    .object({ text: z.string().max(1000), link: z.string().max(2000).nullable(), shareAlike: z.boolean() })
    .nullable()
    .catch(null),
  // What cannot be read is fetched again.
  sha256: sha256.nullable().catch(null),
  sourceSha256: sha256.nullable().catch(null),
  flat: z
    .object({ fov: fov.nullable().catch(null) })
    .optional()
    .catch(undefined),
  gone: z.boolean().optional().catch(undefined),
});
const routeSource = z.enum(['panoramax', 'mapillary', 'streetview', 'streetview_tiles']);
const drawnOn = z.enum(['typed', 'maplibre', 'google']).optional().catch(undefined);
const frameCount = z.int().min(1).max(MAX_FRAMES);

/** The frames of a stored document; those that cannot be read are left out and told. @param note told what was changed */
export function repairFrames(stored: unknown, note: (what: string) => void): FramesChoice {
  const { kind, frames, items, source, view, ...rest } = isObject(stored) ? stored : { kind: undefined };
  if (kind === 'none') return { kind };
  if (kind === 'demo') {
    const count = frameCount.safeParse(frames);
    if (count.success) return { kind, frames: count.data };
  }
  if (kind === 'files' && Array.isArray(items)) {
    const whole = readable(items, photograph);
    if (whole.length < items.length) note(`${items.length - whole.length} of its photographs could not be read`);
    return { kind, items: whole };
  }
  const camera = routeView.safeParse(view);
  const service = routeSource.safeParse(source);
  if (kind === 'route' && Array.isArray(items) && camera.success && service.success) {
    const whole = readable(items, (item): RouteFrame | undefined => {
      const { data } = routeFrame.safeParse(item);
      return data && defined(data);
    });
    if (whole.length < items.length) note(`${items.length - whole.length} frames of its route could not be read`);
    return defined({
      kind,
      source: service.data,
      view: camera.data,
      drawnOn: drawnOn.parse(rest.drawnOn),
      items: whole,
    });
  }
  note('its frames could not be read: choose them again');
  return { kind: 'none' };
}

function photograph(item: unknown): FrameItem | undefined {
  const base = frameItem.safeParse(item).data;
  if (!base) return undefined;
  const { place, date: taken } = extras.parse(item);
  return { ...base, ...(place && { place: defined(place) }), ...(taken !== undefined && { date: taken }) };
}

/** Without the keys that hold nothing, which the types do not let stand. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** Those that can be read; of some that share an id the first. */
function readable<T extends { readonly id: string }>(
  items: readonly unknown[],
  read: (item: unknown) => T | undefined,
): T[] {
  const whole = items.slice(0, MAX_FRAMES).flatMap((item) => read(item) ?? []);
  return [...new Map([...whole].reverse().map((item) => [item.id, item])).values()].reverse();
}
