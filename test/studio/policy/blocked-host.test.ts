import { describe, expect, it } from 'vitest';
import { blockedHost } from '../../../src/studio/policy/blocked-host.ts';
import { pagePolicy } from '../../../src/studio/policy/policy.ts';
import { DEFAULT_SETTINGS } from '../../../src/studio/settings/settings.ts';

const applied = pagePolicy(DEFAULT_SETTINGS);
const blocked = (effectiveDirective: string, blockedURI: string) =>
  blockedHost({ effectiveDirective, blockedURI }, applied);

describe('what the policy kept the page from', () => {
  it('is told by host, without what else stood in the address', () => {
    expect(blocked('connect-src', 'https://tiles.example.org:8443/0/0/0.pbf?key=SECRET')).toEqual({
      host: 'tiles.example.org:8443',
      source: 'https://tiles.example.org:8443',
      sentOn: false,
    });
    expect(blocked('img-src', 'http://localhost:3000/a.png')?.source).toBe('http://localhost:3000');
  });

  it('can be allowed for data and pictures, not for what is no https, nor for styles and type', () => {
    expect(blocked('connect-src', 'http://tiles.example.org/')).toMatchObject({ source: null });
    expect(blocked('connect-src', 'wss://tiles.example.org/')).toMatchObject({ source: null });
    expect(blocked('font-src', 'https://type.example.org/')).toMatchObject({ source: null });
  });

  it('is never told of scripts, nor of texts within the page', () => {
    expect(blocked('script-src-elem', 'https://scripts.example.org/a.js')).toBeNull();
    expect(blocked('script-src-attr', 'inline')).toBeNull();
    expect(blocked('script-src', 'eval')).toBeNull();
    expect(blocked('connect-src', '')).toBeNull();
    expect(blocked('img-src', 'data')).toBeNull();
  });

  it('was sent on where the host itself may be asked: browsers name the first address only', () => {
    expect(blocked('connect-src', 'https://panoramax.ign.fr/api/pictures/1/sd.jpg')).toEqual({
      host: 'panoramax.ign.fr',
      source: null,
      sentOn: true,
    });
    expect(blocked('connect-src', 'https://any.panoramax.xyz/')?.sentOn).toBe(true);
    expect(blocked('connect-src', 'https://any.panoramax.xyz.example/')?.sentOn).toBe(false);
  });
});
