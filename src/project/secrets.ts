/** Names under which people and programs keep what must not travel: `google_key`, `access_token`, `apikey`, `client-secret`, `urlSignature`. */
const SECRET_NAMES = [
  /(^|[_-])(api)?(key|token|secret|password)$/i,
  /[a-z0-9](Key|Token|Secret|Password)$/,
  /signature$/i,
];

/** Whether a key of a file is named like a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAMES.some((form) => form.test(name));
}

/** The values without those that are named like secrets, at any depth. */
export function withoutSecrets(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(values).filter(([name]) => !isSecretName(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, without(value)]));
}

function without(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(without);
  if (typeof value !== 'object' || value === null) return value;
  return withoutSecrets(value as Readonly<Record<string, unknown>>);
}
