import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { zlibSync as fflateZlib } from 'fflate';
import { describe, expect, it } from 'vitest';
import { PleinAirError } from '../../src/core/errors.ts';
import { createParams } from '../../src/project/resolve.ts';
import { packShare, unpackShare } from '../../src/project/share.ts';
import { writeParams } from '../../src/project/write.ts';

/** What another implementation of RFC 1950 and RFC 4648 makes of bytes. */
const packedByNode = (bytes: Uint8Array) => `1.${deflateSync(bytes).toString('base64url')}`;
const refusal = (packed: string): PleinAirError => {
  try {
    unpackShare(packed);
  } catch (error) {
    if (error instanceof PleinAirError) return error;
    throw error;
  }
  throw new Error(`was unpacked: ${packed.slice(0, 80)}`);
};

const yaml = writeParams(createParams({ weight_tv: 0.25 }));

describe('a shared project', () => {
  it('comes back as it was, whatever it holds, in characters that stand in a fragment as they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 3000 }), (text) => {
        const packed = packShare(text);
        expect(packed).toMatch(/^1\.[\w-]+$/);
        expect(new URL(`https://example.org/#share=${packed}`).hash).toBe(`#share=${packed}`);
        expect(unpackShare(packed)).toBe(text);
      }),
    );
  });

  it('is zlib in base64url, as others write and read it', () => {
    const zlib = Buffer.from(packShare(yaml).slice(2), 'base64url');
    expect(inflateSync(zlib).toString('utf8')).toBe(yaml);
    expect(unpackShare(packedByNode(Buffer.from(yaml)))).toBe(yaml);
  });

  it('of all default params fits well into what every program takes for a link', () => {
    expect(packShare(yaml).length).toBeLessThan(4000);
  });

  it('is refused when cut anywhere', () => {
    const packed = packShare(yaml);
    for (let end = 0; end < packed.length; end += 7) expect(refusal(packed.slice(0, end)).kind).toBe('input');
  });

  it('is refused when one character was changed, or says the same: some bits between bytes mean nothing', () => {
    const packed = packShare(yaml);
    let refused = 0;
    fc.assert(
      fc.property(fc.integer({ min: 2, max: packed.length - 1 }), fc.constantFrom(...'abcXYZ019-_'), (at, char) => {
        fc.pre(packed[at] !== char);
        const changed = packed.slice(0, at) + char + packed.slice(at + 1);
        try {
          expect(unpackShare(changed)).toBe(yaml);
        } catch (error) {
          expect(error).toBeInstanceOf(PleinAirError);
          refused++;
        }
      }),
      { numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(290);
  });

  it('never takes more memory than a project can need: a bomb is refused', () => {
    const bomb = fflateZlib(new Uint8Array(64 * 1024 * 1024));
    const packed = `1.${Buffer.from(bomb).toString('base64url')}`;
    expect(packed.length).toBeLessThan(100_000);
    const before = process.memoryUsage().arrayBuffers;
    expect(refusal(packed).message).toContain('unpacks to more than any project holds');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
  });

  it('gets an answer for any text at all: YAML or words for a person', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string().map((text) => `1.${text}`),
          fc.base64String().map((text) => `1.${text}`),
          fc.uint8Array().map((bytes) => `1.${Buffer.from(bytes).toString('base64url')}`),
        ),
        (text) => {
          expect(refusal(text).kind).toBe('input');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('of a newer program is told from a damaged one', () => {
    expect(refusal('2.abc').message).toContain('newer');
    expect(refusal('abc').message).not.toContain('newer');
    expect(refusal(packedByNode(Uint8Array.of(0xff, 0xfe))).message).toContain('no text');
  });
});
