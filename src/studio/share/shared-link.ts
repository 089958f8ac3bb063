import { packShare } from '../../project/share.ts';
import { SHARE_FRAGMENT } from './share-fragment.ts';

/** Longer links are cut by some programs: chats and mail mostly. */
export const LONG_LINK = 30_000;

/** A link to this page with params in its fragment, which no server is sent. */
export function linkTo(yaml: string, { origin, pathname }: Pick<Location, 'origin' | 'pathname'>): string {
  return `${origin}${pathname}${SHARE_FRAGMENT}${packShare(yaml)}`;
}
