import { PleinAirError } from '../core/errors.ts';
import type { StreetServices } from './services.ts';

/** Binds maps and picture services to the browser. */
export function createStreetServices(): StreetServices {
  const missing = (): never => {
    throw new PleinAirError('unsupported', 'Routes are not there yet.', 'Open photographs or a video.');
  };
  return {
    imagery: missing,
    views: { make: async () => missing() },
    openMap: async () => missing(),
    search: missing,
    roads: missing,
    session: crypto.randomUUID(),
  };
}
