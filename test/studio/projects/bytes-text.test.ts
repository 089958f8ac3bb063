import { describe, expect, it } from 'vitest';
import { bytesText } from '../../../src/studio/projects/bytes-text.ts';

describe('bytes for people', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1300, '1.3 kB'],
    [52_400_000, '52 MB'],
    [10_700_000_000, '11 GB'],
  ])('%d is %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});
