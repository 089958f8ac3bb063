import type { TextStore } from '../../../src/studio/settings/keep.ts';

/** What `localStorage` is, in memory; `entries` can be looked at. */
export function textStore(entries: Record<string, string> = {}): TextStore & { readonly entries: typeof entries } {
  return {
    entries,
    getItem: (name) => entries[name] ?? null,
    setItem: (name, value) => {
      entries[name] = value;
    },
    removeItem: (name) => {
      delete entries[name];
    },
  };
}
