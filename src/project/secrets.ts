/** Names under which people and programs keep what must not travel: `google_key`, `access_token`, `apikey`, `client-secret`, `maps_key_2`. */
const SECRET_NAMES = [
  /(^|[_-])(api)?(key|token|secret|password)([_-]?\d+)?$/i,
  /[a-z0-9](Key|Token|Secret|Password)\d*$/,
  /signature$/i,
];

/** Google's keys, Mapillary's tokens, and addresses that carry a key, a token or a signature of any service. */
const SECRET_TEXTS = [
  /AIza[\w-]{10}/,
  /MLY\|\d+\|/i,
  /[?&#;]([\w-]*[_-])?((api)?key|(access)?token|secret|password|signature|sig)=[^&\s]/i,
];

/** Whether a key of a file is named like a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAMES.some((form) => form.test(name)) || isSecretText(name);
}

/** Whether something in a value looks like a secret or is named like one, at any depth. */
export function holdsSecret(value: unknown): boolean {
  if (typeof value === 'string') return isSecretText(value);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(holdsSecret);
  return Object.entries(value).some(([name, part]) => isSecretName(name) || holdsSecret(part));
}

/** The values without those that are named like secrets or look like one, at any depth. */
export function withoutSecrets(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(values).filter(([name, value]) => !isSecretName(name) && !isSecretText(value));
  return Object.fromEntries(entries.map(([name, value]) => [name, without(value)]));
}

function without(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((part) => !isSecretText(part)).map(without);
  if (typeof value !== 'object' || value === null) return value;
  return withoutSecrets(value as Readonly<Record<string, unknown>>);
}

function isSecretText(value: unknown): boolean {
  return typeof value === 'string' && SECRET_TEXTS.some((form) => form.test(value));
}
