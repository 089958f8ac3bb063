import { builtInStyles, parseBuiltInName } from '../../project/styles/built-in-styles.ts';

/** Shares of the mix that weights make: they sum to 1. */
export function sharesOf(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => (sum > 0 ? weight / sum : 1 / weights.length));
}

/** What a painting is called on screen: a built-in one by its title, a file by its name without ending. */
export function styleTitle(name: string): string {
  const id = parseBuiltInName(name);
  if (id === undefined) return name.replace(/\.[^.]+$/, '').replace(/[_-]+/g, ' ') || name;
  return builtInStyles.find((style) => style.id === id)?.title ?? name;
}
