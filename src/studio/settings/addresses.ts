/** An address as it is used, or what is wrong with what was typed. */
export type Checked = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly problem: string };

const MAX_LENGTH = 500;

/** Letters, digits, dots and hyphens alone: a host goes into a Content-Security-Policy, where `;` or `,` would begin another rule. */
const HOST = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/;

const LOCAL = new Set(['localhost', '127.0.0.1']);

/**
 * Checks the address of a service: https, or http on this machine alone.
 * @param root whether paths are put behind it: slashes at its end go
 */
export function checkAddress(text: string, { root = true } = {}): Checked {
  const given = text.trim();
  if (given === '') return refuse('An address is needed.');
  if (given.length > MAX_LENGTH) return refuse(`An address has at most ${MAX_LENGTH} characters.`);
  if (!URL.canParse(given)) return refuse('This is no address: it begins with https:// and names a host.');
  const url = new URL(given);
  const problem = hostProblem(url);
  if (problem !== null) return refuse(problem);
  if (url.username !== '' || url.password !== '') return refuse('An address holds no user name and no password.');
  url.hash = '';
  return { ok: true, value: root ? url.href.replace(/\/+$/, '') : url.href };
}

/**
 * Checks a host that pages may ask: `tiles.example.org`, `https://*.example.org` for all its subdomains, `http://localhost:8080`; a path
 * is left off.
 */
export function checkHost(text: string): Checked {
  const given = text.trim().toLowerCase();
  if (given === '' || given.length > MAX_LENGTH) return refuse('Type a host, as in https://tiles.example.org.');
  const full = given.includes('://') ? given : `https://${given}`;
  const [, scheme = '', wildcard = '', rest = ''] = /^([a-z]+:\/\/)(\*\.)?(.*)$/.exec(full) ?? [];
  // Browsers differ in what they make of an asterisk in a host, so that it is taken off first.
  if (!URL.canParse(scheme + rest)) return refuse('This is no host: type it as in https://tiles.example.org.');
  const url = new URL(scheme + rest);
  const problem = hostProblem(url);
  if (problem !== null) return refuse(problem);
  if (wildcard !== '' && !url.hostname.includes('.'))
    return refuse('An asterisk stands before a name of two parts or more.');
  return { ok: true, value: `${url.protocol}//${wildcard}${url.host}` };
}

/** The host of a checked address, as a policy names it. @returns null for what is none */
export function hostOf(address: string): string | null {
  const checked = checkAddress(address);
  return checked.ok ? new URL(checked.value).origin : null;
}

function hostProblem({ protocol, hostname }: URL): string | null {
  const local = protocol === 'http:' && LOCAL.has(hostname);
  if (protocol !== 'https:' && !local)
    return 'Only https:// is taken, and http://localhost for a server on this machine.';
  return HOST.test(hostname) ? null : 'A host has letters, digits, dots and hyphens alone.';
}

function refuse(problem: string): Checked {
  return { ok: false, problem };
}
