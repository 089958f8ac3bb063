import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layersUpTo } from '../../../src/engine/network/layers.ts';
import { createOxfordLoader } from '../../../src/engine/network/oxford.ts';
import { createTorchvisionLoader } from '../../../src/engine/network/torchvision.ts';
import { SOURCE_FACTS } from '../../../src/frames/source-facts.ts';
import { hostRules } from '../../../src/studio/policy/hosts.ts';
import { covers, namesHost, pagePolicy, policyText, workerPolicy } from '../../../src/studio/policy/policy.ts';
import { createSettingsKeep } from '../../../src/studio/settings/keep.ts';
import { DEFAULT_SETTINGS, type Keys, NO_KEYS, type Settings } from '../../../src/studio/settings/settings.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { textStore } from '../settings/text-store.ts';

const GOOGLE: Keys = { ...NO_KEYS, google: { value: 'secret-of-google', keptIn: 'session' } };
const MAPILLARY: Keys = { ...NO_KEYS, mapillary: { value: 'secret-of-mapillary', keptIn: 'session' } };

/** Sources by directive, read as a browser does. https://www.w3.org/TR/CSP3/#parse-serialized-policy */
function parsed(text: string): Map<string, string[]> {
  const directives = new Map<string, string[]>();
  for (const token of text.split(';')) {
    const [name = '', ...sources] = token.trim().split(/\s+/);
    if (name !== '' && !directives.has(name)) directives.set(name, sources);
  }
  return directives;
}

describe('the page’s policy', () => {
  it('without keys runs the page’s own scripts alone, and forbids what the program does not use', () => {
    const policy = parsed(policyText(pagePolicy(DEFAULT_SETTINGS)));
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    for (const name of ['object-src', 'base-uri', 'form-action', 'frame-src'])
      expect(policy.get(name)).toEqual(["'none'"]);
  });

  it('names no host by scheme alone, and none without https but this machine', () => {
    const settings: Settings = { ...DEFAULT_SETTINGS, allowedHosts: ['http://localhost:8080'] };
    const keys = { ...GOOGLE, ...MAPILLARY };
    const sources = [...parsed(policyText(pagePolicy(settings, keys))).values()].flat();
    const hosts = sources.filter((source) => !source.startsWith("'") && source !== 'blob:' && source !== 'data:');
    expect(hosts.length).toBeGreaterThan(15);
    for (const host of hosts)
      expect(host).toMatch(/^(https:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+|http:\/\/localhost:8080)$/);
  });

  it('opens to Google and to Mapillary with their keys alone, and holds no key', () => {
    const asked = (keys: Keys) => policyText(pagePolicy(DEFAULT_SETTINGS, keys));
    expect(asked(NO_KEYS)).not.toMatch(/google|gstatic|mapillary|fbcdn/);
    expect(asked(GOOGLE)).not.toMatch(/mapillary|fbcdn/);
    expect(asked(MAPILLARY)).not.toMatch(/google|gstatic/);
    expect(asked(GOOGLE) + asked(MAPILLARY)).not.toContain('secret');
  });

  it('has what Google documents for pages that cannot use a nonce', () => {
    // https://developers.google.com/maps/documentation/javascript/content-security-policy
    const policy = parsed(policyText(pagePolicy(DEFAULT_SETTINGS, GOOGLE)));
    const has = (directive: string, ...sources: string[]) =>
      expect(policy.get(directive)).toEqual(expect.arrayContaining(sources));
    const google = ['https://*.googleapis.com', 'https://*.gstatic.com', 'https://*.google.com'];
    has('script-src', "'self'", "'unsafe-inline'", "'unsafe-eval'", 'blob:', ...google);
    has('img-src', "'self'", 'data:', ...google, 'https://*.googleusercontent.com');
    has('connect-src', "'self'", 'data:', 'blob:', ...google);
    has('frame-src', 'https://*.google.com');
    has('font-src', 'https://fonts.gstatic.com');
    has('style-src', 'https://fonts.googleapis.com');
    has('worker-src', 'blob:');
  });

  it('follows the addresses of the settings', () => {
    const settings: Settings = {
      ...DEFAULT_SETTINGS,
      mapStyle: 'https://tiles.mine.example/style.json?key=provider',
      routing: { kind: 'valhalla', url: 'http://localhost:8002' },
      panoramax: 'https://panoramax.mine.example/api',
    };
    const policy = pagePolicy(settings);
    const connect = policy['connect-src'];
    expect(connect).toEqual(
      expect.arrayContaining(['https://tiles.mine.example', 'http://localhost:8002', 'https://panoramax.mine.example']),
    );
    const before = ['openfreemap', 'project-osrm', 'routing.openstreetmap.de', 'panoramax.xyz', 'panoramax.ign.fr'];
    for (const host of before) expect(connect?.join(' ')).not.toContain(host);
    expect(policyText(policy)).not.toContain('provider');
  });

  it('cannot be widened by anything that storage may hold', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'https://a.example; script-src *',
        "https://a.example 'unsafe-inline'",
        'https://a,b',
        'https://*',
        'https://*.com',
        'http://*',
        '*',
        'https://a.example;object-src',
        'data:',
        'https://[::1]',
      ),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
    );
    const names = Object.keys(pagePolicy(DEFAULT_SETTINGS));
    fc.assert(
      fc.property(hostile, hostile, fc.array(hostile), (mapStyle, url, allowedHosts) => {
        const stored = JSON.stringify({ version: 1, mapStyle, routing: { kind: url, url }, search: url, allowedHosts });
        const browser = textStore({ 'plein-air.settings': stored });
        const { settings, keys } = createSettingsKeep({ browser: () => browser, session: () => textStore() }).read();
        const policy = parsed(policyText(pagePolicy(settings, keys)));
        expect([...policy.keys()]).toEqual(names);
        expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
        for (const source of policy.get('connect-src') ?? []) {
          expect(source).toMatch(
            /^('self'|blob:|data:|https:\/\/(\*\.[a-z0-9-]+\.)?[a-z0-9.-]+(:\d+)?|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?)$/,
          );
        }
      }),
    );
  });
});

describe('the policy of workers', () => {
  it('lets them fetch weights from every host that the loaders ask, and run threads', async () => {
    const asked = new Set<string>();
    const ports = {
      store: createMemoryStore(),
      seed: 0,
      fetcher: {
        fetch: async (url: string) => {
          asked.add(new URL(url).origin);
          return new Response(null, { status: 404 });
        },
      },
    };
    for (const load of [createOxfordLoader(), createTorchvisionLoader()]) {
      await expect(load(layersUpTo(['conv1_1']), ports)).rejects.toMatchObject({ kind: 'network' });
    }
    expect(asked.size).toBe(3);
    for (const origin of asked) expect(namesHost(workerPolicy, 'connect-src', origin)).toBe(true);
    expect(workerPolicy['worker-src']).toContain('blob:');
    expect(workerPolicy['script-src']).toEqual(["'self'", "'wasm-unsafe-eval'", 'blob:']);
    expect(policyText(workerPolicy)).not.toMatch(/unsafe-inline|'unsafe-eval'/);
  });
});

describe('the table of hosts', () => {
  it('says what for, and has a service’s hosts once its key is there', () => {
    for (const { purpose, uses, hosts } of hostRules(DEFAULT_SETTINGS, { ...GOOGLE, ...MAPILLARY })) {
      expect(purpose).not.toBe('');
      expect(uses.length).toBeGreaterThan(0);
      expect(Array.isArray(hosts)).toBe(true);
    }
    const withKey = (keys: Keys) => hostRules(DEFAULT_SETTINGS, keys).length - hostRules(DEFAULT_SETTINGS).length;
    for (const { key } of Object.values(SOURCE_FACTS)) {
      if (key !== null) expect(withKey(key === 'google' ? GOOGLE : MAPILLARY)).toBeGreaterThan(0);
    }
  });
});

describe('whether the page must be loaded again', () => {
  const base = pagePolicy(DEFAULT_SETTINGS);

  it('it must for a key or a host that its policy does not let', () => {
    expect(covers(base, pagePolicy(DEFAULT_SETTINGS, GOOGLE))).toBe(false);
    expect(covers(base, pagePolicy(DEFAULT_SETTINGS, MAPILLARY))).toBe(false);
    expect(covers(base, pagePolicy({ ...DEFAULT_SETTINGS, search: 'https://search.example' }))).toBe(false);
  });

  it('it need not for less, for the same, or for what is no matter of hosts', () => {
    expect(covers(base, base)).toBe(true);
    expect(covers(pagePolicy(DEFAULT_SETTINGS, GOOGLE), base)).toBe(true);
    expect(covers(base, pagePolicy({ ...DEFAULT_SETTINGS, frameCache: 'days' }))).toBe(true);
    const bright = { ...DEFAULT_SETTINGS, mapStyle: 'https://tiles.openfreemap.org/styles/bright' };
    expect(covers(base, pagePolicy(bright))).toBe(true);
  });
});
