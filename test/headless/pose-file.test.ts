import { describe, expect, it } from 'vitest';
import { readPoses } from '../../src/headless/pose-file.ts';

const START = '1 0 0 0 0 1 0 0 0 0 1 0';

describe('readPoses', () => {
  it('reads the movement from the first camera to the second, of unit length', () => {
    const { rotation, translation } = readPoses(`# A, then B\n${START}\n\n1 0 0 0 0 1 0 0 0 0 1 6.5\r\n`, 'p.txt');
    expect(rotation).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    // What A has ahead of it is nearer to B.
    expect(translation).toEqual([0, 0, -1].map((v) => expect.closeTo(v, 9)));
  });

  it('takes both cameras’ directions into account', () => {
    // A looks along the world's x axis and B along z, which is to A's left; B stands two ahead of A as A looks.
    const a = '0 0 1 5 0 1 0 0 -1 0 0 0';
    const b = '1 0 0 7 0 1 0 0 0 0 1 0';
    const { rotation, translation } = readPoses(`${a}\n${b}\n`, 'p.txt');
    // A's forward is B's right; A itself lies to B's left.
    expect([rotation[2], rotation[5], rotation[8]]).toEqual([1, 0, 0]);
    expect(translation).toEqual([-1, 0, 0].map((v) => expect.closeTo(v, 9)));
  });

  it('has no direction where both stand on one spot', () => {
    expect(readPoses(`${START}\n${START}`, 'p.txt').translation).toEqual([0, 0, 0]);
  });

  it.each([
    ['', 'p.txt has 0 poses, not two.'],
    [START, 'p.txt has 1 pose, not two.'],
    [`${START}\n${START}\n${START}`, 'p.txt has 3 poses, not two.'],
    [`${START}\n1 0 0 0`, 'p.txt, line 2: it has 4 numbers, not 12.'],
    [`# poses\n\n${START.replace('1', 'one')}`, 'p.txt, line 3: "one" is not a number.'],
    [`2${START.slice(1)}\n${START}`, 'p.txt, line 1: the first three columns are not a rotation.'],
    [`-1${START.slice(1)}\n${START}`, 'p.txt, line 1: the first three columns mirror the world.'],
  ])('refuses %j', (text, message) => {
    expect(() => readPoses(text, 'p.txt')).toThrow(message);
    expect(() => readPoses(text, 'p.txt')).toThrow(expect.objectContaining({ kind: 'input' }));
  });
});
