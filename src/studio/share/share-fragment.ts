/** Begins the fragment of a link that shares a project; what is packed follows. */
export const SHARE_FRAGMENT = '#share=';

/**
 * What a link to this page shares, taken out of the address bar at once, so that no bookmark, history or further link holds it.
 * @returns packed, or null where it shares nothing
 */
export function takeShare(
  { hash, pathname, search }: Pick<Location, 'hash' | 'pathname' | 'search'>,
  history: Pick<History, 'replaceState'>,
): string | null {
  if (!hash.startsWith(SHARE_FRAGMENT)) return null;
  history.replaceState(null, '', `${pathname}${search}`);
  return hash.slice(SHARE_FRAGMENT.length);
}
