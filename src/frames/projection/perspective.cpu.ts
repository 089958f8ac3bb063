import type { ViewGeometry } from './geometry.ts';
import type { PerspectiveArgs } from './perspective.ts';

/** CPU reference of `perspective`, in double precision. */
export function perspectiveCpu({ panorama, target, geometry }: PerspectiveArgs<Uint8ClampedArray>): void {
  const { size, focal, axes, rays, spread } = geometry;
  const [right, down, forward] = axes;
  const look = createLook(panorama, geometry);
  // From −1 to 1, symmetrical about the pixel's centre.
  const offsets = Array.from({ length: rays }, (_, k) => (2 * k + 1) / rays - 1);
  const all = offsets.reduce((sum, offset) => sum + 1 - Math.abs(offset), 0) ** 2;
  for (let j = 0, o = 0; j < size.height; j++) {
    for (let i = 0; i < size.width; i++, o += 4) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (const above of offsets) {
        const y = (j + 0.5 - size.height / 2 + spread * above) / focal;
        for (const beside of offsets) {
          const x = (i + 0.5 - size.width / 2 + spread * beside) / focal;
          const weight = ((1 - Math.abs(above)) * (1 - Math.abs(beside))) / all;
          const colour = look(
            x * right[0] + y * down[0] + forward[0],
            x * right[1] + y * down[1] + forward[1],
            x * right[2] + y * down[2] + forward[2],
          );
          red += weight * colour[0]!;
          green += weight * colour[1]!;
          blue += weight * colour[2]!;
        }
      }
      target[o] = red;
      target[o + 1] = green;
      target[o + 2] = blue;
      target[o + 3] = 255;
    }
  }
}

/** What a ray in axes of the panorama's camera meets. @returns reads into one array that is used again */
function createLook(pixels: Uint8ClampedArray, geometry: ViewGeometry) {
  const { panorama, left, top, across, downwards, columns, wraps } = geometry;
  const { width, height } = panorama;
  const colour = new Float64Array(3);

  return (x: number, y: number, z: number): Float64Array => {
    const level = Math.sqrt(x * x + z * z);
    // Shares of the sphere from the left and from the top of what the pixels are.
    const turned = Math.atan2(x, z) / (2 * Math.PI) + 0.5 - left;
    const eastward = turned - Math.floor(turned);
    const downward = Math.atan2(y, level) / Math.PI + 0.5 - top;
    let column = (eastward / across) * width;
    if (!wraps && eastward > across) column = eastward - across < 1 - eastward ? width : 0;
    const row = (downward / downwards) * height - 0.5;
    const upper = Math.floor(row);
    const above = Math.min(height - 1, Math.max(0, upper)) * width;
    const below = Math.min(height - 1, Math.max(0, upper + 1)) * width;
    // Along both rows a tent, in columns from the centre of the first.
    const place = column - 0.5;
    const ratio = (columns * Math.sqrt(level * level + y * y)) / Math.max(level, 1e-9);
    const reach = Math.min(width, Math.max(1, ratio));
    const first = wraps ? Math.ceil(place - reach) : Math.max(0, Math.ceil(place - reach));
    const last = wraps ? Math.floor(place + reach) : Math.min(width - 1, Math.floor(place + reach));
    let red = 0;
    let green = 0;
    let blue = 0;
    let total = 0;
    for (let i = first; i <= last; i++) {
      const weight = Math.max(0, 1 - Math.abs(i - place) / reach);
      const own = (i + 2 * width) % width;
      const down = weight * (row - upper);
      const up = weight - down;
      const a = 4 * (above + own);
      const b = 4 * (below + own);
      red += up * pixels[a]! + down * pixels[b]!;
      green += up * pixels[a + 1]! + down * pixels[b + 1]!;
      blue += up * pixels[a + 2]! + down * pixels[b + 2]!;
      total += weight;
    }
    colour[0] = red / total;
    colour[1] = green / total;
    colour[2] = blue / total;
    return colour;
  };
}
