/** An id as a part of what `asks` gives: other characters than letters, digits, `_` and `-` become `=` and their hexadecimal bytes. */
export function asksPart(id: string): string {
  return id.replace(/[^A-Za-z0-9_-]/gu, (character) =>
    [...new TextEncoder().encode(character)].map((byte) => `=${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}
