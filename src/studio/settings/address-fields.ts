import { type Checked, checkAddress } from './addresses.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';

/** Addresses as they stand in the form. */
export interface Addresses {
  readonly mapStyle: string;
  readonly routing: string;
  readonly search: string;
  readonly panoramax: string;
}

export type AddressName = keyof Addresses;

/** The form's fields, in order. */
export const ADDRESS_FIELDS: readonly {
  readonly name: AddressName;
  readonly label: string;
  readonly description: string;
}[] = [
  {
    name: 'mapStyle',
    label: 'Map style',
    description: 'A MapLibre style document; it names tiles, signs and letters.',
  },
  { name: 'routing', label: 'Roads', description: 'A server that leads routes along roads.' },
  { name: 'search', label: 'Search', description: 'A server that finds places by name, as Nominatim does.' },
  {
    name: 'panoramax',
    label: 'Panoramax',
    description: 'The root of a Panoramax API: the federation, or one instance.',
  },
];

export function addressesOf({ mapStyle, routing, search, panoramax }: Settings): Addresses {
  return { mapStyle, routing: routing.url, search, panoramax };
}

export const DEFAULT_ADDRESSES: Addresses = addressesOf(DEFAULT_SETTINGS);

/** Each address checked, by name. */
export function checkAddresses(addresses: Addresses): Readonly<Record<AddressName, Checked>> {
  return {
    mapStyle: checkAddress(addresses.mapStyle, { root: false }),
    routing: checkAddress(addresses.routing),
    search: checkAddress(addresses.search),
    panoramax: checkAddress(addresses.panoramax),
  };
}

/** What the form sets. @returns null where an address is none */
export function settingsFrom(addresses: Addresses, kind: Settings['routing']['kind']): Partial<Settings> | null {
  const { mapStyle, routing, search, panoramax } = checkAddresses(addresses);
  if (!mapStyle.ok || !routing.ok || !search.ok || !panoramax.ok) return null;
  return {
    mapStyle: mapStyle.value,
    routing: { kind, url: routing.value },
    search: search.value,
    panoramax: panoramax.value,
  };
}
