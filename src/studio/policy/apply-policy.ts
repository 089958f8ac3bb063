import type { Keys, Settings } from '../settings/settings.ts';
import { covers, type Policy, pagePolicy, policyText } from './policy.ts';

/** null where none was set, as in tests without a page */
let applied: Policy | null = null;

/** Sets the page's policy, from here on and for good; called before anything but this is loaded. */
export function applyPolicy(head: HTMLHeadElement, settings: Settings, keys: Keys): void {
  applied = pagePolicy(settings, keys);
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = policyText(applied);
  head.prepend(meta);
}

/** What the page may do until it is loaded again; null where nothing was set. */
export function appliedPolicy(): Policy | null {
  return applied;
}

/** Whether the page must be loaded again before it can ask all that these settings and keys call for. */
export function needsReload(settings: Settings, keys: Keys): boolean {
  return applied !== null && !covers(applied, pagePolicy(settings, keys));
}
