const PART = /^[A-Za-z0-9._-]+$/;

/** Whether a name can stand between the slashes of a key; `.` and `..` would lead out of a folder. */
export function isBlobKeyPart(part: string): boolean {
  return PART.test(part) && part !== '.' && part !== '..';
}

/**
 * The parts of a blob's key, between its slashes.
 * @throws RangeError for a key that the port does not allow
 */
export function blobKeyParts(key: string): string[] {
  const parts = key.split('/');
  if (parts.every(isBlobKeyPart)) return parts;
  throw new RangeError(
    `blob store: "${key}" is no key; keys are letters, digits, ".", "_", "-", with "/" between parts`,
  );
}
