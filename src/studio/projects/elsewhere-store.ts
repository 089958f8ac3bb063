import { create } from 'zustand';

/** A project that a person wanted to open, and that another tab has open. */
export interface Elsewhere {
  readonly project: { readonly id: string; readonly name: string } | null;
}

/** Written by the project keeper's provider and by its dialog. */
export const useElsewhere = create<Elsewhere>()(() => ({ project: null }));
