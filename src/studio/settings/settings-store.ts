import { create } from 'zustand';
import { browserKeep } from './keep.ts';
import type { KeptIn, KeyName, Keys, Settings } from './settings.ts';

export interface SettingsState {
  readonly settings: Settings;
  /**
   * null where there is none. For services alone: a screen takes from it no more than `keyEnding` gives, or the key would stand in
   * what developer tools show of the screen.
   */
  readonly keys: Keys;
  /** the settings dialog is open, at this key if one is named */
  readonly dialog: { readonly about: KeyName | null } | null;
  /** this browser did not keep what was set last: it holds until the page is closed or reloaded */
  readonly unkept: boolean;
  openDialog(about?: KeyName): void;
  closeDialog(): void;
  /** Sets some and keeps them in this browser. */
  change(change: Partial<Settings>): void;
  /** @param value as `cleanKey` gives it */
  setKey(name: KeyName, value: string, keptIn: KeptIn): void;
  /** Keeps a key that is there in the other place. */
  moveKey(name: KeyName, keptIn: KeptIn): void;
  removeKey(name: KeyName): void;
}

/** Read by screens and services; written by this folder, and by `policy/` when a blocked host is allowed. */
export const useSettings = create<SettingsState>()((set, get) => {
  const putKey = (name: KeyName, key: Keys[KeyName]) => {
    const kept = browserKeep.writeKey(name, key);
    set(({ keys }) => ({ keys: { ...keys, [name]: key }, unkept: !kept }));
  };
  return {
    ...browserKeep.read(),
    dialog: null,
    unkept: false,
    openDialog: (about) => set({ dialog: { about: about ?? null } }),
    closeDialog: () => set({ dialog: null }),
    change: (change) => {
      const kept = browserKeep.writeSettings(change);
      set(({ settings }) => ({ settings: { ...settings, ...change }, unkept: !kept }));
    },
    setKey: (name, value, keptIn) => putKey(name, { value, keptIn }),
    moveKey: (name, keptIn) => {
      const key = get().keys[name];
      if (key) putKey(name, { ...key, keptIn });
    },
    removeKey: (name) => putKey(name, null),
  };
});

/** The last characters of a key, so that a person knows it again; null where there is none. */
export function keyEnding({ keys }: Pick<SettingsState, 'keys'>, name: KeyName): string | null {
  const value = keys[name]?.value;
  if (value === undefined) return null;
  // Of a short text four characters would be too large a part.
  return value.length >= 12 ? value.slice(-4) : '';
}

/** Takes over what another tab of this browser sets. @returns ends that */
export function followOtherTabs(): () => void {
  const take = ({ storageArea }: StorageEvent) => {
    if (storageArea !== localStorage) return;
    if (!useSettings.getState().unkept) useSettings.setState(browserKeep.read());
  };
  window.addEventListener('storage', take);
  return () => window.removeEventListener('storage', take);
}
