import { describe, expect, it } from 'vitest';
import { DESCRIPTOR_SIZE, detectFeatures } from '../../../src/flow/epipolar/features.ts';
import { matchFeatures } from '../../../src/flow/epipolar/match-features.ts';
import { draw, waves } from '../../support/texture.ts';

const size = { width: 120, height: 100 };
const texture = waves(4);
const original = detectFeatures(draw(size.width, size.height, texture), 400);

/** The texture, magnified and turned around the middle of the picture. */
function changed(scale: number, degrees: number) {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [cx, cy] = [size.width / 2 - 0.5, size.height / 2 - 0.5];
  const picture = draw(size.width, size.height, (x, y) => {
    const [dx, dy] = [(x - cx) / scale, (y - cy) / scale];
    return texture(cx + cos * dx + sin * dy, cy - sin * dx + cos * dy);
  });
  const to = (x: number, y: number) => {
    const [dx, dy] = [x - size.width / 2, y - size.height / 2];
    return [size.width / 2 + scale * (cos * dx - sin * dy), size.height / 2 + scale * (sin * dx + cos * dy)] as const;
  };
  return { picture, to };
}

describe('features', () => {
  it('lie inside the picture, each with a descriptor', () => {
    expect(original.count).toBeGreaterThan(50);
    expect(original.positions).toHaveLength(2 * original.count);
    expect(original.descriptors).toHaveLength(DESCRIPTOR_SIZE * original.count);
    for (let i = 0; i < original.count; i++) {
      expect(original.positions[2 * i]).toBeGreaterThan(0);
      expect(original.positions[2 * i]).toBeLessThan(size.width);
      expect(original.positions[2 * i + 1]).toBeGreaterThan(0);
      expect(original.positions[2 * i + 1]).toBeLessThan(size.height);
    }
  });

  it('are limited, and still spread over the picture', () => {
    const few = detectFeatures(draw(size.width, size.height, texture), 40);
    expect(few.count).toBeGreaterThanOrEqual(40);
    expect(few.count).toBeLessThan(original.count);
    const quarters = new Set<number>();
    for (let i = 0; i < few.count; i++) {
      const [right, down] = [few.positions[2 * i]! > size.width / 2, few.positions[2 * i + 1]! > size.height / 2];
      quarters.add((right ? 1 : 0) + (down ? 2 : 0));
    }
    expect(quarters.size).toBe(4);
  });

  it('are none in an even picture', () => {
    expect(
      detectFeatures(
        draw(64, 48, () => [90, 90, 90]),
        400,
      ).count,
    ).toBe(0);
  });

  it.each([
    [1, 0],
    [1.5, 0],
    [0.7, 0],
    [1, 20],
    [1.3, -90],
  ])('are found again where the picture is %s times as large and turned by %s degrees', (scale, degrees) => {
    const { picture, to } = changed(scale, degrees);
    const { count, points } = matchFeatures(original, detectFeatures(picture, 400));
    expect(count).toBeGreaterThan(20);
    const errors: number[] = [];
    for (let i = 0; i < count; i++) {
      const [x, y] = to(points[4 * i]!, points[4 * i + 1]!);
      errors.push(Math.hypot(points[4 * i + 2]! - x, points[4 * i + 3]! - y));
    }
    errors.sort((p, q) => p - q);
    expect(errors[count >> 1]).toBeLessThan(0.15);
    expect(errors.filter((error) => error < 1).length).toBeGreaterThan(0.8 * count);
  });

  it('hardly match between two textures', () => {
    const other = detectFeatures(draw(size.width, size.height, waves(9)), 400);
    expect(matchFeatures(original, other).count).toBeLessThan(0.1 * original.count);
  });
});
