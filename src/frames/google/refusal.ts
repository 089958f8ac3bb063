import { ImageryRefusal } from '../imagery.ts';

/** A service of Google's, as a person finds it in the Cloud Console, and the page that asks it. */
export interface GoogleService {
  readonly name: 'Street View Static API' | 'Map Tiles API';
  readonly key: string;
  /** of the page, as in `https://example.org`: what a key that is restricted to websites has to allow */
  readonly origin: string;
}

const CONSOLE = 'Google Cloud Console (console.cloud.google.com)';

/** The service refuses the key, or this page with it. @param words what Google said, empty where nothing can be read */
export function deniedRefusal(service: GoogleService, words: string): ImageryRefusal {
  const { name, origin } = service;
  const said = quoted(service, words);
  if (/refer+er/i.test(words)) {
    return new ImageryRefusal(
      'referrer',
      `Google’s ${name} does not take this key from ${origin}${said}.`,
      `Allow ${origin}/* among the website restrictions of the key: ${CONSOLE}, Credentials.`,
    );
  }
  if (/billing/i.test(words)) {
    return new ImageryRefusal(
      'key',
      `Google’s ${name} refuses this key: its project has no billing${said}.`,
      `Turn billing on for the project: ${CONSOLE}, Billing.`,
    );
  }
  if (/not authorized to use this api|not activated|disabled|has not been used|are blocked/i.test(words)) {
    return new ImageryRefusal(
      'key',
      `This key may not use Google’s ${name}${said}.`,
      `Enable the ${name} for the key’s project, and allow it among the API restrictions of the key: ${CONSOLE}.`,
    );
  }
  return new ImageryRefusal(
    'key',
    `Google’s ${name} refuses this key${said}.`,
    `Compare the key in the settings with the one in the ${CONSOLE}, and see that the ${name} is enabled and billing is on there.`,
  );
}

/** What may be asked in a minute, a day or a month is used up. */
export function quotaRefusal(service: GoogleService, words: string): ImageryRefusal {
  return new ImageryRefusal(
    'quota',
    `The quota of this key for Google’s ${service.name} is used up${quoted(service, words)}.`,
    `What is here stays. Fetch the rest when the quota begins anew (at midnight in California), raise it (${CONSOLE}, Quotas), or go on with another key.`,
  );
}

/** The service has trouble, or does not understand what is asked: the next questions would end alike. */
export function serviceRefusal(service: GoogleService, what: string, words: string): ImageryRefusal {
  return new ImageryRefusal(
    'service',
    `Google’s ${service.name} gives no answer about ${what}${quoted(service, words)}.`,
    'The service may have trouble: try again later.',
  );
}

/** Google’s own words, short and without the key, as ` (“…”)`; empty where there are none. */
export function quoted({ key }: GoogleService, words: string): string {
  const plain = words
    .replaceAll(key, '…')
    .replaceAll(encodeURIComponent(key), '…')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\.$/, '');
  if (plain === '') return '';
  return ` (“${plain.length > 240 ? `${plain.slice(0, 240)}…` : plain}”)`;
}
