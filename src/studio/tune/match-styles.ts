import type { StyleItem } from '../../project/document.ts';
import type { Params } from '../../project/schema.ts';
import { builtInStyles, parseBuiltInName } from '../../project/styles/built-in-styles.ts';

/** The paintings that a params file names, as far as they are at hand. */
export interface MatchedStyles {
  /** in the file's order */
  readonly styles: readonly StyleItem[];
  /** at the same places */
  readonly weights: readonly number[];
  readonly missing: readonly { readonly name: string; readonly weight: number }[];
  /** names of paintings that are used although the file means another picture of that name */
  readonly differing: readonly string[];
}

type Named = Pick<Params, 'input_style_filenames' | 'input_style_weights' | 'input_style_sha256'>;

/**
 * Finds the paintings that params name among a project's: by hash, else by name. Built-in ones need not be there.
 * @param newId for a built-in painting that joins
 */
export function matchStyles(named: Named, own: readonly StyleItem[], newId: () => string): MatchedStyles {
  const wanted = named.input_style_filenames.map((name, i) => ({
    name,
    weight: named.input_style_weights[i] ?? 1,
    sha256: named.input_style_sha256[i],
  }));
  const free = [...own];
  const take = (fits: (style: StyleItem) => boolean): StyleItem | undefined => {
    const place = free.findIndex(fits);
    return place < 0 ? undefined : free.splice(place, 1)[0];
  };
  // All hashes first: a name must not take the picture that another entry means.
  const byHash = wanted.map(({ sha256 }) => sha256 && take((style) => style.sha256 === sha256));
  const found = wanted.map(({ name }, i) => byHash[i] || take((style) => style.name === name) || builtIn(name, newId));
  const present = wanted.flatMap((entry, i) => (found[i] ? [{ ...entry, style: found[i] }] : []));
  return {
    styles: present.map(({ style }) => style),
    weights: present.map(({ weight }) => weight),
    missing: wanted.filter((_, i) => !found[i]).map(({ name, weight }) => ({ name, weight })),
    differing: present
      .filter(({ style, sha256 }) => sha256 && style.sha256 !== null && style.sha256 !== sha256)
      .map(({ name }) => name),
  };
}

function builtIn(name: string, newId: () => string): StyleItem | undefined {
  const id = parseBuiltInName(name);
  const known = builtInStyles.some((style) => style.id === id);
  return known ? { id: newId(), name, sha256: null } : undefined;
}
