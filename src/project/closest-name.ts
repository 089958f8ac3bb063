/** Longest text that is worth comparing: names are shorter, and the cost grows with the square. */
const MAX_LENGTH = 48;

/** Edits (insert, delete, replace, swap of neighbours) that turn one text into another: optimal string alignment. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}

/** The name that was probably meant, for "did you mean": the one nearest within a third of its length, if any. */
export function closestName(given: string, names: readonly string[]): string | undefined {
  if (given.length > MAX_LENGTH) return undefined;
  const plain = given.trim().toLowerCase().replaceAll('-', '_');
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const distance = editDistance(plain, name.toLowerCase());
    if (distance > name.length / 3 || distance > bestDistance) continue;
    // Two names at one distance are a guess, not a help.
    best = distance < bestDistance ? name : undefined;
    bestDistance = distance;
  }
  return best;
}
