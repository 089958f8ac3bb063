const KEY = 'plein-air.last-project';

/** Which project was open last: what a reload opens again. */
export interface LastProject {
  get(): string | null;
  set(id: string | null): void;
}

/** In this tab none is open; without an entry the tab is new. */
const NONE = '';

/**
 * In sessionStorage, for each tab has its own project, and in localStorage for the next new tab. Some browsers forbid both: then nothing
 * is remembered, and the list of projects is the way back.
 */
export const rememberedProject: LastProject = {
  get() {
    try {
      return (sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY)) || null;
    } catch {
      return null;
    }
  },
  set(id) {
    try {
      sessionStorage.setItem(KEY, id ?? NONE);
      if (id === null) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, id);
    } catch {
      // Forbidden: see above.
    }
  },
};
