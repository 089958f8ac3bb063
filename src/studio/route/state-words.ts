import type { PlaceState } from '../../frames/scout/scouted.ts';

/** What the states of places are called on screen, best first. */
export const STATE_WORDS: Readonly<Record<PlaceState, string>> = {
  found: 'found',
  repeated: 'repeated',
  'other-years': 'of other dates',
  unfit: 'indoors, a user’s, or looking elsewhere',
  gap: 'without a picture',
};
