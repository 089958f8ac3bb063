import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readFlo, writeFlo } from '../../src/flow/flo.ts';
import { randomFloats } from '../support/floats.ts';

const field = { width: 7, height: 5, data: randomFloats(70, 1, -20, 20) };

it('writes what it reads', () => {
  expect(readFlo(writeFlo(field), 'x.flo')).toEqual(field);
});

it('reads from the middle of a larger buffer, whatever the alignment', () => {
  const bytes = writeFlo(field);
  const larger = new Uint8Array(bytes.length + 9);
  larger.set(bytes, 3);
  expect(readFlo(larger.subarray(3, 3 + bytes.length), 'x.flo')).toEqual(field);
});

it.each([
  ['too short for a header', new Uint8Array(4), /a\.flo: no flow file, 4 bytes/],
  ['another kind of file', new TextEncoder().encode('P5 450 350 255'), /a\.flo: .*PIEH/],
  ['a size that cannot be', header(-3, 5), /a\.flo: a size of -3×5/],
  ['a field cut short', writeFlo(field).subarray(0, 100), /a\.flo: 7×5 px take 292 bytes, the file has 100/],
])('names what is wrong with %s', (_, bytes, message) => {
  expect(() => readFlo(bytes, 'a.flo')).toThrow(message);
  expect(() => readFlo(bytes, 'a.flo')).toThrow(expect.objectContaining({ kind: 'input' }));
});

function header(width: number, height: number): Uint8Array {
  const bytes = writeFlo({ width: 1, height: 1, data: new Float32Array(2) });
  const view = new DataView(bytes.buffer);
  view.setInt32(4, width, true);
  view.setInt32(8, height, true);
  return bytes;
}

const sample = new URL('../../../shared/data/middlebury/RubberWhale/flow10.flo', import.meta.url);
describe.skipIf(!existsSync(sample))('Middlebury ground truth (skipped where ../shared/data is absent)', () => {
  it('has its published size, and writing gives the same bytes', () => {
    const bytes = new Uint8Array(readFileSync(sample));
    const { width, height } = readFlo(bytes, 'flow10.flo');
    expect([width, height]).toEqual([584, 388]);
    expect(Buffer.compare(writeFlo(readFlo(bytes, 'flow10.flo')), bytes)).toBe(0);
  });
});
