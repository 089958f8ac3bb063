const PART = /^[A-Za-z0-9._-]+$/;

/**
 * The parts of a blob's key, between its slashes.
 * @throws RangeError for a key that the port does not allow, one that would lead out of a folder among them
 */
export function blobKeyParts(key: string): string[] {
  const parts = key.split('/');
  if (parts.every((part) => PART.test(part) && part !== '.' && part !== '..')) return parts;
  throw new RangeError(
    `blob store: "${key}" is no key; keys are letters, digits, ".", "_", "-", with "/" between parts`,
  );
}
