import { describe, expect, it } from 'vitest';
import { decodeDocument, encodeDocument } from '../../../src/project/documents/codec.ts';
import { parseParams } from '../../../src/project/parse.ts';
import { exampleDocument } from './document.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('a stored document', () => {
  it('comes back as it was', () => {
    const document = exampleDocument();
    expect(decodeDocument(encodeDocument(document))).toEqual(document);
  });

  it('keeps whatever a params file may hold under unknown keys', () => {
    const file = parseParams(
      'big: 123456789012345678901234567890\nnumbers: [.nan, .inf, -.inf, -0.0]\ndeep: {list: [1, {a: null}], text: "ä"}\n',
    );
    if (!file.ok) throw new Error(file.errors[0]?.message);
    const { extras } = file;
    expect(extras).toEqual({
      big: 123456789012345678901234567890n,
      numbers: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0],
      deep: { list: [1, { a: null }], text: 'ä' },
    });
    expect(decodeDocument(encodeDocument(exampleDocument({ extras })))).toEqual(exampleDocument({ extras }));
  });

  it('leaves what only looks like a marked number as it is', () => {
    const extras = { a: { 'plein-air:number': 'seven' }, b: { 'plein-air:number': '1n', more: 1 } };
    expect(decodeDocument(encodeDocument(exampleDocument({ extras })))?.extras).toEqual(extras);
  });

  it('gives nothing a new prototype', () => {
    const stored = decodeDocument(
      bytes('{"name": "x", "__proto__": {"id": "y"}, "extras": {"__proto__": {"polluted": 1}}}'),
    );
    expect(stored).toEqual({ name: 'x', extras: {} });
    expect({ ...stored }).not.toHaveProperty('id');
  });

  it.each(['', '{', 'null', '[]', '"text"', '12'])('is null where the bytes hold no object: %s', (text) => {
    expect(decodeDocument(bytes(text))).toBeNull();
  });

  it('is null where the bytes are no text', () => {
    expect(decodeDocument(Uint8Array.of(0x7b, 0xff, 0x7d))).toBeNull();
  });
});
