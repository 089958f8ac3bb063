/** What a person typed as a list of numbers, commas or blanks between them, for the schema to judge. */
export function readNumbers(text: string): (number | string | null)[] {
  return text
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map(readNumber);
}

/**
 * What a person typed, for the schema to judge: a number where it is one, otherwise the text itself, and null for nothing.
 * A comma serves as decimal point.
 */
export function readNumber(text: string): number | string | null {
  const plain = text.trim().replace(',', '.');
  if (plain === '') return null;
  // Number() would take 0x10 and Infinity.
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : text.trim();
}
