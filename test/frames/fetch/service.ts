import { concatenate, sha256 } from '../../../src/core/digest.ts';
import { PleinAirError } from '../../../src/core/errors.ts';
import type { FetchEvent, FetchPorts, WantedFrame } from '../../../src/frames/fetch/fetch-job.ts';
import type { FetchedPicture, ImageryProvider, PictureRef, Sighting, View } from '../../../src/frames/imagery.ts';
import type { ViewMaker } from '../../../src/frames/view-maker.ts';
import type { BlobStore } from '../../../src/platform/blob-store.ts';

const text = (value: string) => new TextEncoder().encode(value);

const VIEW: View = { width: 640, height: 360, heading: 90, pitch: 0, fov: 90 };

/** Bytes that stand for the picture of this id; `damaged` ones are no picture. */
export const bytesOf = (id: string) => text(`picture ${id}`);

/** A service for tests: it gives panoramas, unless it is told otherwise, and notes what it is asked for. */
export interface TestService {
  readonly provider: ImageryProvider;
  /** ids that were asked for, in order */
  readonly asked: string[];
  /** most questions that were open at the same time */
  most(): number;
}

export interface TestServiceRules {
  readonly id?: ImageryProvider['id'];
  readonly kind?: 'panorama' | 'tiles' | 'view' | 'flat';
  /** called for each question; what it throws or gives is the answer */
  readonly answer?: (
    id: string,
    signal: AbortSignal | undefined,
  ) => Promise<Uint8Array | undefined> | Uint8Array | undefined;
  /** today's id of a picture */
  readonly renamed?: (id: string) => string;
}

export function createService({
  id = 'panoramax',
  kind = 'panorama',
  answer = () => undefined,
  renamed = (each) => each,
}: TestServiceRules = {}): TestService {
  const asked: string[] = [];
  let open = 0;
  let most = 0;
  const provider: ImageryProvider = {
    id,
    async *scout() {},
    asks: (picture, view) => (kind === 'view' ? `${picture.id}/${view.heading}` : picture.id),
    fetch: async (picture, view, signal) => {
      asked.push(picture.id);
      most = Math.max(most, ++open);
      try {
        const suffix = kind === 'view' ? ` to ${view.heading}` : '';
        const bytes = (await answer(picture.id, signal)) ?? bytesOf(`${renamed(picture.id)}${suffix}`);
        return pictureOf(sightingOf({ ...picture, id: renamed(picture.id) }, kind), kind, bytes);
      } finally {
        open--;
      }
    },
  };
  return { provider, asked, most: () => most };
}

function sightingOf({ id, position }: PictureRef, kind: TestServiceRules['kind']): Sighting {
  return {
    id,
    position,
    date: '2024-06-01',
    projection: kind === 'view' || kind === 'flat' ? kind : 'panorama',
    heading: 12,
    fov: null,
    sequence: 's',
    kind: 'outdoor',
    credit: { text: `Jo Doe, ${id}`, link: 'https://pictures.example', shareAlike: true },
  };
}

function pictureOf(sighting: Sighting, kind: TestServiceRules['kind'], bytes: Uint8Array): FetchedPicture {
  if (kind === 'view' || kind === 'flat') {
    return { sighting, layout: { kind: 'picture' }, tiles: [{ bytes, x: 0, y: 0 }], size: null };
  }
  const covers = { left: 0, top: 0, right: 1, bottom: 1 };
  const layout = { kind: 'panorama', heading: 12, pitch: 0, roll: 0, covers } as const;
  if (kind !== 'tiles') return { sighting, layout, tiles: [{ bytes, x: 0, y: 0 }], size: null };
  const tiles = [
    { bytes, x: 0, y: 0 },
    { bytes: text('right half'), x: 512, y: 0 },
  ];
  return { sighting, layout, tiles, size: { width: 1024, height: 512 } };
}

/** Makes frames as the port says, with texts for pictures. */
const testMaker: ViewMaker = {
  make: async ({ layout, tiles }, view, signal) => {
    signal?.throwIfAborted();
    const source = concatenate(tiles.map(({ bytes }) => bytes));
    if (!new TextDecoder().decode(source).startsWith('picture')) {
      throw new PleinAirError('input', 'The picture is damaged.', 'Fetch it again.');
    }
    const sourceSha256 = await sha256(source);
    if (layout.kind === 'picture') return { bytes: source, sha256: sourceSha256, sourceSha256 };
    const cut = text(`cut ${sourceSha256} ${JSON.stringify(view)}`);
    return { bytes: cut, sha256: await sha256(cut), sourceSha256 };
  },
};

export const NOW = '2026-03-01T12:00:00.000Z';

export function portsOf({ provider }: Pick<TestService, 'provider'>, frames: BlobStore, now = NOW): FetchPorts {
  return { provider, frames, maker: testMaker, now: () => now };
}

/** A frame of this picture; its own id is that of the picture with the heading. */
export function wants(
  id: string,
  { heading = 90, expected = null }: { heading?: number; expected?: string | null } = {},
): WantedFrame {
  return {
    id: `${id}@${heading}`,
    label: `frame ${id}`,
    picture: { id, position: { lat: 48, lng: 2 } },
    view: { ...VIEW, heading },
    expected,
  };
}

/** All that is told until the end, and the error of the end. */
export async function gather(
  events: AsyncGenerator<FetchEvent, void>,
  onEach: (event: FetchEvent) => void = () => undefined,
) {
  const told: FetchEvent[] = [];
  let error: unknown = null;
  try {
    for await (const event of events) {
      told.push(event);
      onEach(event);
    }
  } catch (thrown) {
    error = thrown;
  }
  return { told, error };
}

export const fetchedIds = (told: readonly FetchEvent[]) =>
  told.flatMap((event) => (event.type === 'fetched' ? [event.id] : []));

/** A promise that is kept from outside. */
export function gate<T = void>() {
  let open: (value: T) => void = () => undefined;
  const opened = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { opened, open: (value: T) => open(value) };
}
