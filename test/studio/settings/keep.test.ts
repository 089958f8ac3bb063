import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { cleanKey, createSettingsKeep, type SettingsKeep } from '../../../src/studio/settings/keep.ts';
import { DEFAULT_SETTINGS, NO_KEYS } from '../../../src/studio/settings/settings.ts';
import { textStore } from './text-store.ts';

const KEY = 'AIzaSyA-1234567890_abcdefghijklmnopqrst';

describe('settings and keys in the browser', () => {
  let browser: ReturnType<typeof textStore>;
  let session: ReturnType<typeof textStore>;
  let keep: SettingsKeep;
  beforeEach(() => {
    browser = textStore();
    session = textStore();
    keep = createSettingsKeep({ browser: () => browser, session: () => session });
  });

  it('are the defaults at first', () => {
    expect(keep.read()).toEqual({ settings: DEFAULT_SETTINGS, keys: NO_KEYS });
  });

  it('come back as they were set, one field after the other', () => {
    expect(keep.writeSettings({ frameCache: 'days' })).toBe(true);
    expect(keep.writeSettings({ allowedHosts: ['https://a.example', 'https://*.b.example'] })).toBe(true);
    keep.writeSettings({ routing: { kind: 'valhalla', url: 'http://localhost:8002' } });
    expect(keep.read().settings).toEqual({
      ...DEFAULT_SETTINGS,
      frameCache: 'days',
      allowedHosts: ['https://a.example', 'https://*.b.example'],
      routing: { kind: 'valhalla', url: 'http://localhost:8002' },
    });
  });

  it('have a key for the session in the session’s store alone, and a kept one in the browser’s', () => {
    keep.writeKey('google', { value: KEY, keptIn: 'session' });
    expect(JSON.stringify(browser.entries)).not.toContain(KEY);
    expect(keep.read().keys.google).toEqual({ value: KEY, keptIn: 'session' });
    keep.writeKey('google', { value: KEY, keptIn: 'browser' });
    expect(JSON.stringify(session.entries)).not.toContain(KEY);
    expect(keep.read().keys.google).toEqual({ value: KEY, keptIn: 'browser' });
  });

  it('leave nothing of a key that was taken away, and keep the other', () => {
    keep.writeKey('google', { value: KEY, keptIn: 'browser' });
    keep.writeKey('mapillary', { value: 'MLY|1|a', keptIn: 'browser' });
    keep.writeKey('google', null);
    expect(JSON.stringify([browser.entries, session.entries])).not.toContain(KEY);
    expect(keep.read().keys).toEqual({ google: null, mapillary: { value: 'MLY|1|a', keptIn: 'browser' } });
    keep.writeKey('mapillary', null);
    expect(browser.entries).toEqual({});
  });

  it('do not bring back a key that another tab took away', () => {
    keep.writeKey('google', { value: KEY, keptIn: 'browser' });
    createSettingsKeep({ browser: () => browser, session: () => textStore() }).writeKey('google', null);
    keep.writeKey('mapillary', { value: 'MLY|1|a', keptIn: 'browser' });
    expect(keep.read().keys.google).toBeNull();
  });

  it('fall back to the default field by field where storage holds something else', () => {
    browser.entries['plein-air.settings'] = JSON.stringify({
      version: 1,
      frameCache: 'for ever',
      mapStyle: 'javascript:alert(1)',
      routing: { kind: 'osrm', url: 'http://router.example' },
      search: 'https://user:pass@search.example',
      panoramax: 'https://panoramax.example/api/',
      allowedHosts: ['https://a.example', 'https://b;script-src', 7, 'https://*.com', 'http://c.example', 'A.example'],
    });
    browser.entries['plein-air.keys'] = JSON.stringify({ version: 1, google: 'two words', mapillary: ['x'] });
    expect(keep.read()).toEqual({
      settings: {
        ...DEFAULT_SETTINGS,
        panoramax: 'https://panoramax.example/api',
        allowedHosts: ['https://a.example'],
      },
      keys: NO_KEYS,
    });
  });

  it('of a newer form are left alone', () => {
    const newer = JSON.stringify({ version: 2, frameCache: 'days' });
    browser.entries['plein-air.settings'] = newer;
    expect(keep.read().settings).toEqual(DEFAULT_SETTINGS);
    expect(browser.entries['plein-air.settings']).toBe(newer);
  });

  it('are read from anything at all', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((text) => `{"version":1,"routing":${text},"allowedHosts":${text}}`),
    );
    fc.assert(
      fc.property(anything, anything, (settings, keys) => {
        browser.entries['plein-air.settings'] = settings;
        browser.entries['plein-air.keys'] = keys;
        expect(Object.keys(keep.read().settings)).toEqual(Object.keys(DEFAULT_SETTINGS));
      }),
    );
  });

  it('are the defaults where the browser forbids storage, and writing says that nothing is kept', () => {
    const forbidden = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    const none = createSettingsKeep({ browser: forbidden, session: forbidden });
    expect(none.read()).toEqual({ settings: DEFAULT_SETTINGS, keys: NO_KEYS });
    expect(none.writeSettings({ frameCache: 'days' })).toBe(false);
    expect(none.writeKey('google', { value: KEY, keptIn: 'session' })).toBe(false);
  });
});

describe('a key as it was pasted', () => {
  it('loses the blanks around it, and is refused where it cannot be one', () => {
    expect(cleanKey(` ${KEY}\n`)).toBe(KEY);
    expect(cleanKey('MLY|123|abc')).toBe('MLY|123|abc');
    for (const text of ['', '  ', 'two words', 'clé', 'x'.repeat(501)]) expect(cleanKey(text)).toBeNull();
  });
});
