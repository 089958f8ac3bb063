import { checkAddress, checkHost } from './addresses.ts';
import {
  DEFAULT_SETTINGS,
  KEY_NAMES,
  type KeptIn,
  type KeyName,
  type Keys,
  NO_KEYS,
  type Settings,
} from './settings.ts';

/** What is kept of a person's settings and keys. */
interface Kept {
  readonly settings: Settings;
  readonly keys: Keys;
}

/** Settings and keys where the browser keeps them. Writers answer false where it does not: what was said then holds for this page alone. */
export interface SettingsKeep {
  /** Never fails: what is missing, older, damaged or not allowed falls back to its default. */
  read(): Kept;
  /** @param change fields that are set; the others stay as another tab may have set them */
  writeSettings(change: Partial<Settings>): boolean;
  /** A key in one place is in no other. @param key null takes it away everywhere */
  writeKey(name: KeyName, key: Keys[KeyName]): boolean;
}

/** `localStorage` or `sessionStorage`, as far as they are used. */
export type TextStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** One entry for each kind, in either place; a `version` of another form is left alone until something is set. */
const SETTINGS_ENTRY = 'plein-air.settings';
const KEYS_ENTRY = 'plein-air.keys';
const VERSION = 1;

const MAX_HOSTS = 100;

/** What a key may be: visible ASCII, as providers give them out. */
const KEY = /^[\x21-\x7e]{1,500}$/;

/** A key without the blanks that come with pasting. @returns null for what cannot be one */
export function cleanKey(text: string): string | null {
  const key = text.trim();
  return KEY.test(key) ? key : null;
}

/**
 * Keys for the session live in `session`, all else in `browser`.
 * @param stores asked each time: a browser may throw at the mere look
 */
export function createSettingsKeep(stores: Readonly<Record<KeptIn, () => TextStore>>): SettingsKeep {
  const load = (place: KeptIn, entry: string): Readonly<Record<string, unknown>> => {
    try {
      const value: unknown = JSON.parse(stores[place]().getItem(entry) ?? '{}');
      return isObject(value) && value.version === VERSION ? value : {};
    } catch {
      return {};
    }
  };
  const store = (place: KeptIn, entry: string, value: Readonly<Record<string, unknown>>): boolean => {
    try {
      if (Object.keys(value).length === 0) stores[place]().removeItem(entry);
      else stores[place]().setItem(entry, JSON.stringify({ version: VERSION, ...value }));
      return true;
    } catch {
      return false;
    }
  };
  return {
    read: () => ({
      settings: repairSettings(load('browser', SETTINGS_ENTRY)),
      keys: {
        ...NO_KEYS,
        ...keysOf(load('browser', KEYS_ENTRY), 'browser'),
        ...keysOf(load('session', KEYS_ENTRY), 'session'),
      },
    }),
    writeSettings(change) {
      return store('browser', SETTINGS_ENTRY, { ...repairSettings(load('browser', SETTINGS_ENTRY)), ...change });
    },
    writeKey(name, key) {
      const placed = (['session', 'browser'] as const).map((place) => {
        const { version: _, [name]: _old, ...others } = load(place, KEYS_ENTRY);
        return store(place, KEYS_ENTRY, key?.keptIn === place ? { ...others, [name]: key.value } : others);
      });
      return placed.every(Boolean);
    },
  };
}

/** This browser's own. */
export const browserKeep: SettingsKeep = createSettingsKeep({
  session: () => sessionStorage,
  browser: () => localStorage,
});

function keysOf(entry: Readonly<Record<string, unknown>>, keptIn: KeptIn): Partial<Keys> {
  return Object.fromEntries(
    KEY_NAMES.flatMap((name) => {
      const value = typeof entry[name] === 'string' ? cleanKey(entry[name]) : null;
      return value === null ? [] : [[name, { value, keptIn }]];
    }),
  );
}

function repairSettings(entry: Readonly<Record<string, unknown>>): Settings {
  const routing = isObject(entry.routing) ? entry.routing : {};
  const hosts: readonly unknown[] = Array.isArray(entry.allowedHosts) ? entry.allowedHosts : [];
  return {
    frameCache: entry.frameCache === 'days' ? 'days' : DEFAULT_SETTINGS.frameCache,
    mapStyle: addressOf(entry.mapStyle, DEFAULT_SETTINGS.mapStyle, false),
    routing: {
      kind: routing.kind === 'valhalla' ? 'valhalla' : DEFAULT_SETTINGS.routing.kind,
      url: addressOf(routing.url, DEFAULT_SETTINGS.routing.url),
    },
    search: addressOf(entry.search, DEFAULT_SETTINGS.search),
    panoramax: addressOf(entry.panoramax, DEFAULT_SETTINGS.panoramax),
    allowedHosts: [...new Set(hosts.slice(0, MAX_HOSTS).flatMap(hostOrNothing))],
  };
}

function addressOf(value: unknown, otherwise: string, root = true): string {
  const checked = typeof value === 'string' ? checkAddress(value, { root }) : null;
  return checked?.ok ? checked.value : otherwise;
}

function hostOrNothing(value: unknown): string[] {
  const checked = typeof value === 'string' ? checkHost(value) : null;
  return checked?.ok ? [checked.value] : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
