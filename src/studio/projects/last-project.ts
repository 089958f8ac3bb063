const KEY = 'plein-air.last-project';

/** Which project was open last: what a reload opens again. */
export interface LastProject {
  get(): string | null;
  set(id: string | null): void;
}

/** In localStorage, which some browsers forbid: then nothing is remembered, and the list of projects is the way back. */
export const rememberedProject: LastProject = {
  get() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  },
  set(id) {
    try {
      if (id === null) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, id);
    } catch {
      // Forbidden: see above.
    }
  },
};
