import type { LatLng } from '../../route/lat-lng.ts';
import type { Sighting } from '../imagery.ts';

/** What Google's services tell of a picture. */
export interface GooglePicture {
  readonly id: string;
  readonly position: LatLng;
  readonly date: string | undefined;
  /** `© Google`; of pictures that users gave, their names */
  readonly copyright: string | undefined;
  readonly indoor: boolean;
}

/**
 * A picture of Google's, or of one of its users: asking for outdoor pictures alone does not keep those away, their copyright tells them.
 * The credit has no link: in the European Economic Area Street View may not even be linked to a map
 * (https://developers.google.com/maps/comms/eea/street-view-static).
 */
export function sightingOf(picture: GooglePicture, view: Pick<Sighting, 'projection' | 'heading'>): Sighting {
  const { id, position, date = '', copyright = '© Google', indoor } = picture;
  return {
    id,
    position,
    date: /^\d{4}(-\d{2}){0,2}$/.test(date) ? date : null,
    fov: null,
    sequence: null,
    kind: !copyright.includes('Google') ? 'contributed' : indoor ? 'indoor' : 'outdoor',
    credit: { text: copyright, link: null, shareAlike: false },
    ...view,
  };
}
