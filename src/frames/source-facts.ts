import type { ImageryId } from './imagery.ts';

/** What a person should know of a service before choosing it, and what the program must heed. */
export interface SourceFacts {
  readonly id: ImageryId;
  readonly title: string;
  /** which of the person's own keys it needs */
  readonly key: 'google' | 'mapillary' | null;
  /** the map that its terms let it stand with: Google's pictures never with another one */
  readonly map: 'google' | 'maplibre';
  /** what it costs by the provider's list; null where it is free */
  readonly price: {
    /** US dollars for a thousand units */
    readonly perThousand: number;
    readonly freePerMonth: number;
    /** units that one frame takes, at most; of tiles, a level frame of up to 1024 × 576 pixels: larger or steeper ones take up to 24 */
    readonly unitsPerFrame: number;
    /** since when the list is as stated here */
    readonly listed: string;
    readonly link: string;
  } | null;
  /** bytes that one frame takes to download, as published; null where nothing is known before some are there */
  readonly bytesPerFrame: number | null;
  /** largest side of a frame in pixels, where the service has a limit below the program's */
  readonly maxSide: number | null;
  /** whether its frames may be kept only for a while (`frame_cache`) */
  readonly temporary: boolean;
  /** what its terms say, in a few plain sentences */
  readonly terms: string;
  readonly termsLink: string;
}

const GOOGLE_TERMS =
  'Google’s terms forbid keeping its pictures beyond what caching needs, downloading them in bulk, showing them with a map that is not Google’s, and making new datasets from them. Whether a painted film of them may be shown is for you to judge. Each frame is paid from your own Google account.';

/** Every service that a route can be filled from. */
export const SOURCE_FACTS: Readonly<Record<ImageryId, SourceFacts>> = {
  panoramax: {
    id: 'panoramax',
    title: 'Panoramax',
    key: null,
    map: 'maplibre',
    price: null,
    // An `sd` panorama, 2048×1024, as seen on the public instances.
    bytesPerFrame: 264_000,
    maxSide: null,
    temporary: false,
    terms:
      'Pictures that people share openly, mostly in France. Each has its own licence: Licence Ouverte (credit) or CC BY-SA 4.0 (credit, and what you make of it carries the same licence).',
    termsLink: 'https://panoramax.fr',
  },
  mapillary: {
    id: 'mapillary',
    title: 'Mapillary',
    key: 'mapillary',
    map: 'maplibre',
    price: null,
    bytesPerFrame: null,
    maxSide: null,
    temporary: false,
    terms:
      'Pictures that people share worldwide under CC BY-SA 4.0: credit, and what you make of them carries the same licence.',
    termsLink: 'https://www.mapillary.com/terms',
  },
  streetview: {
    id: 'streetview',
    title: 'Google Street View',
    key: 'google',
    map: 'google',
    price: {
      perThousand: 7,
      freePerMonth: 10_000,
      unitsPerFrame: 1,
      listed: '2025-03',
      link: 'https://developers.google.com/maps/billing-and-pricing/pricing',
    },
    bytesPerFrame: null,
    maxSide: 640,
    temporary: true,
    // https://developers.google.com/maps/comms/eea/street-view-static
    terms: `${GOOGLE_TERMS} For projects billed in the European Economic Area they forbid using these pictures with any map, Google’s own included.`,
    termsLink: 'https://cloud.google.com/maps-platform/terms',
  },
  streetview_tiles: {
    id: 'streetview_tiles',
    title: 'Google Street View, panoramas',
    key: 'google',
    map: 'google',
    price: {
      perThousand: 2,
      freePerMonth: 100_000,
      unitsPerFrame: 9,
      listed: '2025-03',
      link: 'https://developers.google.com/maps/billing-and-pricing/pricing',
    },
    bytesPerFrame: null,
    maxSide: null,
    temporary: true,
    // https://developers.google.com/maps/documentation/tile/usage-and-billing
    terms: `${GOOGLE_TERMS} A project gets 15,000 tiles a day unless Google grants more.`,
    termsLink: 'https://developers.google.com/maps/documentation/tile/policies',
  },
};

/** Whether frames of this source are Google's, which never stand on a screen with a map. */
export function isGoogles(source: string): boolean {
  return source.startsWith('streetview');
}
