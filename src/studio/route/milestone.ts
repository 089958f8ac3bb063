/** How far something is, in full quarters; nothing before it is known how much there is. */
export function milestone(done: number, total: number, what: string): string {
  return total === 0 ? '' : `${Math.floor((done / total) * 4) * 25} % of ${total} ${what}`;
}
