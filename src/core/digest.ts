/** SHA-256 as lower-case hexadecimal. */
export async function sha256(...parts: readonly Uint8Array[]): Promise<string> {
  return hexadecimal(await crypto.subtle.digest('SHA-256', concatenate(parts)));
}

/** The name git gives to a file's content: SHA-1 of `blob <size>\0` and the bytes, as lower-case hexadecimal. */
export async function gitBlobHash(bytes: Uint8Array): Promise<string> {
  const header = new TextEncoder().encode(`blob ${bytes.byteLength}\0`);
  return hexadecimal(await crypto.subtle.digest('SHA-1', concatenate([header, bytes])));
}

/** The parts one after another, in memory of their own. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.byteLength;
  }
  return out;
}

function hexadecimal(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
