/// <reference types="google.maps" />
import { importLibrary, setOptions } from '@googlemaps/js-api-loader';
import { PleinAirError } from '../../../core/errors.ts';

/** How the Maps JavaScript API is loaded. */
export interface GoogleOptions {
  /** a browser key, restricted to this page's origin */
  readonly key: string;
  /** of the map's words, as BCP 47; absent: the browser's */
  readonly language?: string;
}

type Libraries = google.maps.ImportLibraryMap;

/** A page holds one copy of Google's program, loaded with one key; its refusal is final until the page is loaded anew. */
const page: { key: string | null; refusal: PleinAirError | null } = { key: null, refusal: null };
const listeners = new Set<(refusal: PleinAirError) => void>();

/**
 * A library of the Maps JavaScript API, which is loaded at the first call.
 * https://developers.google.com/maps/documentation/javascript/load-maps-js-api
 * @throws PleinAirError kind `input` where the key was refused or another key is in use on this page; `network` where the program does not come
 */
export async function googleLibrary<Name extends keyof Libraries>(
  { key, language }: GoogleOptions,
  name: Name,
): Promise<Libraries[Name]> {
  if (page.key === null) {
    page.key = key;
    watchRefusals();
    // `origin`: Google hears of this page's origin alone, as with pictures, and not of its address, whose fragment may hold a project.
    setOptions({ key, v: 'weekly', authReferrerPolicy: 'origin', ...(language ? { language } : {}) });
  }
  if (page.key !== key) {
    throw new PleinAirError(
      'input',
      'Google Maps already runs on this page with another key.',
      'Reload the page: Google Maps takes one key for as long as a page is open. The project is kept.',
    );
  }
  if (page.refusal) throw page.refusal;
  try {
    return await importLibrary(name);
  } catch {
    // The loader's own error is not passed on: it may carry the script's address, and with it the key.
    throw new PleinAirError(
      'network',
      'Google Maps could not be loaded from maps.googleapis.com.',
      'Check the connection, and whether an extension of the browser blocks Google, then try again. Drawing on the open map needs no Google.',
    );
  } finally {
    takeScriptAway();
  }
}

/** Its address carries the key, which would so stand in every copy of the page that is saved or reported. It has run, and is needed no more. */
function takeScriptAway(): void {
  for (const script of document.querySelectorAll('script[src^="https://maps.googleapis.com/maps/api/js?"]')) {
    script.remove();
  }
}

/**
 * Tells when Google refuses the key; at once where it has done so. @returns ends it
 * https://developers.google.com/maps/documentation/javascript/events#auth-errors
 */
export function onKeyRefused(listener: (refusal: PleinAirError) => void): () => void {
  if (page.refusal) listener(page.refusal);
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Google says only that it refuses: which rule it was stands in the browser's console. */
function watchRefusals(): void {
  (window as { gm_authFailure?: () => void }).gm_authFailure = () => {
    page.refusal = new PleinAirError(
      'input',
      `Google refuses the key on this page (${location.origin}).`,
      `In the Google Cloud console, check that the key is typed right, that “Maps JavaScript API” is enabled and billing is on for its project, and that its website restrictions allow ${location.origin}/* too; then reload this page. The browser’s console names the rule that was broken.`,
    );
    for (const listener of listeners) listener(page.refusal);
  };
}
