import { PANORAMAX_API } from '../../frames/sources/panoramax/address.ts';

/** A person's own key for a service: `google` an API key, `mapillary` a client token. */
export type KeyName = 'google' | 'mapillary';

export const KEY_NAMES = ['google', 'mapillary'] as const satisfies readonly KeyName[];

/** Where a key is kept: until this tab is closed, or in this browser until it is taken away. */
export type KeptIn = 'session' | 'browser';

/** Keys as they are at hand; null where there is none. */
export type Keys = Readonly<Record<KeyName, { readonly value: string; readonly keptIn: KeptIn } | null>>;

/** What a person has set for this browser; no project and no file holds any of it. */
export interface Settings {
  /** how long Google's frames stay here: until the tab is closed, or for a week */
  readonly frameCache: 'session' | 'days';
  /** MapLibre style document */
  readonly mapStyle: string;
  readonly routing: { readonly kind: 'osrm' | 'valhalla'; readonly url: string };
  /** Nominatim-compatible */
  readonly search: string;
  /** root of a Panoramax API */
  readonly panoramax: string;
  /** further hosts that pages may ask, beside those that the program names (`policy/hosts.ts`), as `https://host` */
  readonly allowedHosts: readonly string[];
}

export const DEFAULT_SETTINGS: Settings = {
  frameCache: 'session',
  mapStyle: 'https://tiles.openfreemap.org/styles/liberty',
  routing: { kind: 'osrm', url: 'https://router.project-osrm.org' },
  search: 'https://nominatim.openstreetmap.org',
  panoramax: PANORAMAX_API,
  allowedHosts: [],
};

export const NO_KEYS: Keys = { google: null, mapillary: null };
