import { PleinAirError } from '../core/errors.ts';
import type { ImageryId, ImageryProvider } from '../frames/imagery.ts';
import { createMapillary } from '../frames/sources/mapillary/mapillary-provider.ts';
import { PANORAMAX_API } from '../frames/sources/panoramax/address.ts';
import { createPanoramax } from '../frames/sources/panoramax/panoramax-provider.ts';
import { createStreetView } from '../frames/sources/street-view/street-view.ts';
import { createStreetViewTiles } from '../frames/sources/street-view-tiles/street-view-tiles.ts';
import type { Fetcher } from '../platform/fetcher.ts';
import { createPatientHttp } from '../platform/patient-http.ts';

/** Variables of the environment that hold what the studio's settings hold. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Picture services with the keys and addresses of the environment, which flags would show to everyone on the machine. */
export function openImagery(fetcher: Fetcher, environment: Environment): (id: ImageryId) => ImageryProvider {
  const http = createPatientHttp(fetcher);
  const key = (name: string, what: string): string => {
    const value = environment[name]?.trim();
    if (value) return value;
    throw new PleinAirError('input', `${what} is missing.`, `Put it into the environment variable ${name}.`);
  };
  const google = () => ({
    http,
    key: key('PLEIN_AIR_GOOGLE_KEY', 'Google’s pictures need a key of your own, and it'),
    origin: 'the terminal',
  });
  const makers: Readonly<Record<ImageryId, () => ImageryProvider>> = {
    panoramax: () => createPanoramax({ http, root: environment.PLEIN_AIR_PANORAMAX?.trim() || PANORAMAX_API }),
    mapillary: () =>
      createMapillary({
        http,
        token: key('PLEIN_AIR_MAPILLARY_TOKEN', 'Mapillary needs a token of your own, which is free, and it'),
      }),
    streetview: () => createStreetView(google()),
    streetview_tiles: () => createStreetViewTiles({ ...google(), now: () => Date.now() }),
  };
  return (id) => makers[id]();
}
