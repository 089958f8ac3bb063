import { expect, it } from 'vitest';
import { fittingSize } from '../../../../src/engine/fused/plan/fitting-size.ts';

it('names the largest smaller size of the same shape that fits', () => {
  expect(fittingSize({ width: 1280, height: 720 }, ({ width, height }) => width * height <= 640 * 360)).toEqual({
    width: 640,
    height: 360,
  });
  expect(fittingSize({ width: 300, height: 600 }, () => true)).toEqual({ width: 296, height: 592 });
});

it('names none where none fits', () => {
  expect(fittingSize({ width: 640, height: 480 }, () => false)).toBeNull();
});
