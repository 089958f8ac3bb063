import type { FramesChoice } from './document.ts';

/** Said once where a licence asks that what is made of the pictures carries it too. */
const SHARE_ALIKE =
  'Made from pictures under a share-alike licence: this film may be passed on under the same licence (CC BY-SA 4.0).';

/** What the sources of a film's frames ask to be shown with it: each credit once, in the order of the film, with its link. Empty for own pictures. */
export function filmCredits(frames: FramesChoice): string[] {
  if (frames.kind !== 'route') return [];
  const credits = frames.items.flatMap(({ credit }) => credit ?? []);
  const lines = new Map<string, string>();
  // One line an author: the links of a hundred pictures of one drive would hide the others.
  for (const { text, link } of credits)
    if (!lines.has(text)) lines.set(text, link === null ? text : `${text}, ${link}`);
  if (lines.size === 0) return [];
  return credits.some(({ shareAlike }) => shareAlike) ? [...lines.values(), SHARE_ALIKE] : [...lines.values()];
}
