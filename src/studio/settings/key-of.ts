import { PleinAirError } from '../../core/errors.ts';
import { needsReload } from '../policy/apply-policy.ts';
import type { KeyName } from './settings.ts';
import { useSettings } from './settings-store.ts';

const MISSING: Readonly<Record<KeyName, string>> = {
  google: 'Google’s maps and pictures need your own API key.',
  mapillary: 'Mapillary needs a token of your own; it is free.',
};

/**
 * A key, to be sent to its own service at once.
 * @throws PleinAirError kind `input` where there is none, or where the page's policy does not let its service be asked yet: the browser
 *   would refuse, and write the whole address that it refused, the key in it, to the console
 */
export function keyOf(name: KeyName): string {
  const { settings, keys } = useSettings.getState();
  const key = keys[name];
  if (!key) throw new PleinAirError('input', MISSING[name], 'Enter it in the settings; it stays in this browser.');
  if (needsReload(settings, keys)) {
    throw new PleinAirError(
      'input',
      'This page was opened without the key, and may not send it anywhere.',
      'Load the page again; it then asks the service that the key is for.',
    );
  }
  return key.value;
}
