import { afterEach, describe, expect, it, vi } from 'vitest';
import { applyPolicy } from '../../../src/studio/policy/apply-policy.ts';
import { keyOf } from '../../../src/studio/settings/key-of.ts';
import { DEFAULT_SETTINGS, NO_KEYS } from '../../../src/studio/settings/settings.ts';
import { useSettings } from '../../../src/studio/settings/settings-store.ts';

const GOOGLE = { ...NO_KEYS, google: { value: 'KEY-abcd', keptIn: 'session' as const } };
const head = { prepend: () => undefined } as unknown as HTMLHeadElement;

describe('keyOf', () => {
  afterEach(() => {
    useSettings.setState({ settings: DEFAULT_SETTINGS, keys: NO_KEYS });
    vi.unstubAllGlobals();
  });

  it('names the key that is missing', () => {
    expect(() => keyOf('google')).toThrow(/Google’s maps and pictures need your own API key/);
    expect(() => keyOf('mapillary')).toThrow(/token of your own/);
  });

  it('gives no key away where the page may not ask its service yet, and gives it once the page was loaded with it', () => {
    vi.stubGlobal('document', { createElement: () => ({}) });
    applyPolicy(head, DEFAULT_SETTINGS, NO_KEYS);
    useSettings.setState({ keys: GOOGLE });
    expect(() => keyOf('google')).toThrow(/opened without the key/);
    applyPolicy(head, DEFAULT_SETTINGS, GOOGLE);
    expect(keyOf('google')).toBe('KEY-abcd');
  });
});
