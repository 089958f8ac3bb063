import { describe, expect, it } from 'vitest';
import { concatenate, gitBlobHash, sha256 } from '../../src/core/digest.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('sha256', () => {
  it.each([
    // FIPS 180-4, examples of NIST
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
  ])('of %j is the published one', async (text, expected) => {
    expect(await sha256(bytes(text))).toBe(expected);
  });

  it('takes parts as one text, whatever memory they lie in', async () => {
    const whole = bytes('xxabcxx');
    expect(await sha256(whole.subarray(2, 3), new Uint8Array(0), whole.subarray(3, 5))).toBe(
      await sha256(bytes('abc')),
    );
    expect(await sha256()).toBe(await sha256(new Uint8Array(0)));
  });
});

describe('gitBlobHash', () => {
  it.each([
    // what `git hash-object` prints
    ['', 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'],
    ['hello\n', 'ce013625030ba8dba906f756967f9e9ca394464a'],
  ])('of %j is the name that git gives it', async (text, expected) => {
    expect(await gitBlobHash(bytes(text))).toBe(expected);
  });
});

describe('concatenate', () => {
  it('copies: the result does not change with its parts', () => {
    const part = Uint8Array.of(1, 2);
    const joined = concatenate([part, Uint8Array.of(3)]);
    part[0] = 9;
    expect([...joined]).toEqual([1, 2, 3]);
    expect(joined.buffer.byteLength).toBe(3);
  });
});
