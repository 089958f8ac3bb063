import { create } from 'zustand';

/** How the form is looked at; not kept, not undone, but there again when the step is left and entered. */
export interface TuneViewState {
  readonly search: string;
  readonly changedOnly: boolean;
  /** names of the groups that stand open while nothing is searched */
  readonly open: readonly string[];
  setSearch(search: string): void;
  setChangedOnly(changedOnly: boolean): void;
  setOpen(open: readonly string[]): void;
}

export const useTuneView = create<TuneViewState>()((set) => ({
  search: '',
  changedOnly: false,
  open: ['Weights', 'Input'],
  setSearch: (search) => set({ search }),
  setChangedOnly: (changedOnly) => set({ changedOnly }),
  setOpen: (open) => set({ open }),
}));
