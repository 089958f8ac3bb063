import { describe, expect, it } from 'vitest';
import { addressesOf, DEFAULT_ADDRESSES, settingsFrom } from '../../../src/studio/settings/address-fields.ts';
import { checkAddress, checkHost, hostOf } from '../../../src/studio/settings/addresses.ts';
import { DEFAULT_SETTINGS } from '../../../src/studio/settings/settings.ts';

describe('an address of a service', () => {
  it.each([
    ['https://router.example', 'https://router.example'],
    [' https://router.example/osrm/ ', 'https://router.example/osrm'],
    ['HTTPS://Router.Example:8443/', 'https://router.example:8443'],
    ['http://localhost:8002', 'http://localhost:8002'],
    ['http://127.0.0.1:8002/', 'http://127.0.0.1:8002'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example'],
  ])('%s is taken as %s', (text, value) => {
    expect(checkAddress(text)).toEqual({ ok: true, value });
  });

  it.each([
    '',
    'router.example',
    'http://router.example',
    'http://localhost.example',
    'ftp://router.example',
    'javascript:alert(1)',
    'https://user:pass@router.example',
    'https://a;b',
    'https://a,b.example',
    "https://a'b.example",
    'https://*.example.org',
    'https://[::1]:8002',
    'http://[::1]:8002',
    `https://router.example/${'x'.repeat(500)}`,
  ])('%s is refused in words', (text) => {
    const checked = checkAddress(text);
    expect(checked.ok).toBe(false);
    if (!checked.ok) expect(checked.problem).toMatch(/^[A-Z].*\.$/);
  });

  it('of a style keeps its query, and gives its host to the policy', () => {
    const style = 'https://maps.example/style.json?key=provider';
    expect(checkAddress(style, { root: false })).toEqual({ ok: true, value: style });
    expect(hostOf(style)).toBe('https://maps.example');
    expect(hostOf('nonsense')).toBeNull();
  });
});

describe('a further host', () => {
  it.each([
    ['tiles.example.org', 'https://tiles.example.org'],
    ['https://Tiles.example.org/0/0/0.pbf?x=1', 'https://tiles.example.org'],
    ['https://*.example.org', 'https://*.example.org'],
    ['*.tiles.example.org', 'https://*.tiles.example.org'],
    ['http://localhost:8080', 'http://localhost:8080'],
  ])('%s is taken as %s', (text, value) => {
    expect(checkHost(text)).toEqual({ ok: true, value });
  });

  it.each([
    '',
    '*',
    'https://*',
    '*.org',
    'http://example.org',
    'data:text/plain,x',
    'a b',
    'a;b',
    'https://a.*.org',
    'https://*.*.org',
    'ftp://*.example.org',
    'blob:x',
  ])('%s is refused', (text) => {
    expect(checkHost(text).ok).toBe(false);
  });
});

describe('the form of addresses', () => {
  it('gives the settings that it was made from', () => {
    expect({ ...DEFAULT_SETTINGS, ...settingsFrom(DEFAULT_ADDRESSES, 'osrm') }).toEqual(DEFAULT_SETTINGS);
    expect(addressesOf(DEFAULT_SETTINGS)).toEqual(DEFAULT_ADDRESSES);
  });

  it('gives nothing while one of them is none', () => {
    expect(settingsFrom({ ...DEFAULT_ADDRESSES, search: 'http://search.example' }, 'osrm')).toBeNull();
  });
});
