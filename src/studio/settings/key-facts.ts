import type { KeyName } from './settings.ts';

/** What a person should know of a key before giving it to this page. */
export interface KeyFacts {
  readonly title: string;
  readonly what: string;
  /** where it is sent */
  readonly sent: string;
  /** how to keep others from using it. @param origin of this page */
  restrict(origin: string): string;
  readonly link: { readonly text: string; readonly href: string };
}

/**
 * Google: https://developers.google.com/maps/api-security-best-practices ; Mapillary:
 * https://www.mapillary.com/developer/api-documentation
 */
export const KEY_FACTS: Readonly<Record<KeyName, KeyFacts>> = {
  google: {
    title: 'Google key',
    what: 'For Google’s map, search, roads and Street View. Every request is paid from your own Google account.',
    sent: 'It is sent to Google alone: to maps.googleapis.com, tile.googleapis.com and, by Google’s map, to other hosts of Google’s.',
    restrict: (origin) =>
      `Restrict it, so that it is of no use to others: at Google, under Credentials, allow the website ${origin}/* alone, and of the APIs only Maps JavaScript, Street View Static, Map Tiles, Routes and Geocoding. Set a daily quota there as well.`,
    link: { text: 'Keys at Google', href: 'https://console.cloud.google.com/google/maps-apis/credentials' },
  },
  mapillary: {
    title: 'Mapillary token',
    what: 'A client token, free of charge, for Mapillary’s pictures.',
    sent: 'It is sent to graph.mapillary.com alone.',
    restrict: (origin) =>
      `A client token reads public pictures and no more. Make one for this page (${origin}) alone, so that you can take it back at Mapillary without harm to anything else.`,
    link: { text: 'Tokens at Mapillary', href: 'https://www.mapillary.com/dashboard/developers' },
  },
};
