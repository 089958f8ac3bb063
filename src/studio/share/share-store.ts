import { create } from 'zustand';

export interface ShareState {
  /** packed, as a link brought it; null where none waits for an answer */
  readonly incoming: string | null;
  /** a link that was made and needs a word: it is long, or could not be copied */
  readonly outgoing: { readonly link: string; readonly copied: boolean } | null;
}

/** Written by this folder alone. */
export const useShare = create<ShareState>()(() => ({ incoming: null, outgoing: null }));
