import { type Keys, NO_KEYS, type Settings } from '../settings/settings.ts';
import { type HostRule, type HostUse, hostRules, WEIGHTS_HOSTS } from './hosts.ts';

/** A Content-Security-Policy: sources by directive. https://www.w3.org/TR/CSP3/ */
export type Policy = Readonly<Record<string, readonly string[]>>;

const NONE = ["'none'"];
const SELF = ["'self'"];
const OWN_DATA = ["'self'", 'blob:', 'data:'];

/**
 * What the page may load and ask: its own files, and the hosts that the settings and keys call for.
 * Without Google's map no script but the page's own runs. With it the policy has the form that Google documents for pages that
 * cannot put a nonce into their text: its program makes scripts, and texts of scripts, as it goes.
 */
export function pagePolicy(settings: Settings, keys: Keys = NO_KEYS): Policy {
  const rules = hostRules(settings, keys);
  const googles = keys.google ? ["'unsafe-inline'", "'unsafe-eval'", 'blob:'] : [];
  return {
    'default-src': NONE,
    'script-src': [...SELF, "'wasm-unsafe-eval'", ...googles, ...hostsFor('script', rules)],
    // Mantine and the maps set styles on elements as they go.
    'style-src': [...SELF, "'unsafe-inline'", ...hostsFor('style', rules)],
    'img-src': [...OWN_DATA, ...hostsFor('img', rules)],
    'font-src': [...SELF, ...hostsFor('font', rules)],
    'connect-src': [...OWN_DATA, ...hostsFor('connect', rules)],
    'worker-src': [...SELF, 'blob:'],
    'frame-src': orNone(hostsFor('frame', rules)),
    'object-src': NONE,
    'base-uri': NONE,
    'form-action': NONE,
  };
}

/**
 * What a worker of the page may do: paint, and fetch weights. A worker has the policy that its script came with, not the page's; the
 * threads of WebAssembly are workers within it, made from blobs, and take its policy.
 */
export const workerPolicy: Policy = {
  'default-src': NONE,
  'script-src': [...SELF, "'wasm-unsafe-eval'", 'blob:'],
  'connect-src': [...OWN_DATA, ...WEIGHTS_HOSTS.hosts],
  'worker-src': [...SELF, 'blob:'],
};

/** What the page's server says of it whatever the settings are; no page may show this one in a frame, which only a header can say. */
export const documentPolicy: Policy = {
  'object-src': NONE,
  'base-uri': NONE,
  'form-action': NONE,
  'frame-ancestors': NONE,
};

/** As a header or a meta element has it. */
export function policyText(policy: Policy): string {
  return Object.entries(policy)
    .map(([directive, sources]) => [directive, ...sources].join(' '))
    .join('; ');
}

/** Whether all that `wanted` lets is let by `applied` too: else the page must be loaded again, for a policy can only become stricter. */
export function covers(applied: Policy, wanted: Policy): boolean {
  return Object.entries(wanted).every(([directive, sources]) =>
    sources.every((source) => source === NONE[0] || applied[directive]?.includes(source)),
  );
}

/** Whether a directive of the policy names a host, itself or by a wildcard. @param origin as `new URL(…).origin` */
export function namesHost(policy: Policy, directive: string, origin: string): boolean {
  return (policy[directive] ?? []).some((source) => {
    const [before, after] = source.split('*');
    if (after === undefined) return source === origin;
    return origin.startsWith(before ?? '') && origin.endsWith(after);
  });
}

function hostsFor(use: HostUse, rules: readonly HostRule[]): string[] {
  return [...new Set(rules.filter(({ uses }) => uses.includes(use)).flatMap(({ hosts }) => hosts))];
}

function orNone(sources: readonly string[]): readonly string[] {
  return sources.length > 0 ? sources : NONE;
}
