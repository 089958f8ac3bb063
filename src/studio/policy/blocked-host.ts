import { checkHost } from '../settings/addresses.ts';
import { namesHost, type Policy } from './policy.ts';

/** What the policy kept the page from. */
export interface BlockedHost {
  /** without path and query: these may carry a key */
  readonly host: string;
  /** what a person may allow: data and pictures only, of an address that a policy can name, never a script; else null */
  readonly source: string | null;
  /** the host itself is allowed, and sent the page on to one that is not: browsers do not say to which */
  readonly sentOn: boolean;
}

const ASKED = new Set(['connect-src', 'img-src']);
const LOADED = new Set([...ASKED, 'font-src', 'style-src', 'style-src-elem']);

/**
 * @param applied the page's policy
 * @returns null where no other host is concerned: scripts, which stay refused, and texts within the page
 */
export function blockedHost(
  { blockedURI, effectiveDirective }: Pick<SecurityPolicyViolationEvent, 'blockedURI' | 'effectiveDirective'>,
  applied: Policy,
): BlockedHost | null {
  if (!LOADED.has(effectiveDirective) || !URL.canParse(blockedURI)) return null;
  const { host, origin, protocol } = new URL(blockedURI);
  if (host === '' || !/^(https?|wss?):$/.test(protocol)) return null;
  const sentOn = namesHost(applied, effectiveDirective, origin);
  const nameable = ASKED.has(effectiveDirective) && checkHost(origin).ok && !sentOn;
  return { host, source: nameable ? origin : null, sentOn };
}
