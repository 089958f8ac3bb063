import { type Colour, paint } from './materials/colour.ts';
import { fractal, hash, smoothstep } from './noise.ts';

/** Towards the sun: late afternoon, south-west, 44° high. */
export const SUN: Colour = (() => {
  const [e, n, u] = [-0.52, -0.5, 0.69];
  const length = Math.sqrt(e * e + n * n + u * u);
  return [e / length, n / length, u / length] as const;
})();

const ZENITH = paint(0x4f86b8);
const MIDDLE = paint(0x9fc0d2);
const LOW = paint(0xf4dcb4);
/** What distance fades to. */
export const HAZE = paint(0xd8cdb8);
const CLOUD_LIT = paint(0xfff2dc);
const CLOUD_SHADE = paint(0xb9b4bc);
const HILL_FAR = paint(0x8f9fae);
const HILL_NEAR = paint(0x6f8068);
const FIELD = paint(0xb9a866);
const TOWN = paint(0xd9b894);

const mix = (a: number, b: number, t: number) => a + (b - a) * t;

/**
 * The dome: gradient, sun, clouds and hills, all at infinity and fixed to the directions, so that only rotation moves them.
 * @param dx unit direction; `extent`: angle of one pixel in radians
 * @param out receives linear light
 */
export function sky(
  seed: number,
  dx: number,
  dy: number,
  dz: number,
  extent: number,
  out: { red: number; green: number; blue: number },
): void {
  const up = Math.max(dz, 0);
  const low = smoothstep(0.45, 0, up);
  const high = smoothstep(0.12, 0.75, up);
  let red = mix(mix(MIDDLE[0], LOW[0], low * low), ZENITH[0], high);
  let green = mix(mix(MIDDLE[1], LOW[1], low * low), ZENITH[1], high);
  let blue = mix(mix(MIDDLE[2], LOW[2], low * low), ZENITH[2], high);

  // flat-bottomed heaps on a plane far above; the offset keeps the plane's coordinates bounded at the horizon
  const plane = 1 / (up + 0.16);
  const x = dx * plane * 1.5 + 40;
  const y = dy * plane * 1.5 + 40;
  const w = extent * plane * 2.2;
  const heap = fractal(seed ^ 0xc10d, x * 0.75, y * 1.1, 6, w, 0.54);
  const cover = smoothstep(0.05, 0.5, heap - 0.08);
  if (cover > 0) {
    // light comes from the sun's side: compare with the density a little towards it
    const toward = fractal(seed ^ 0xc10d, (x + SUN[0] * 0.3) * 0.75, (y + SUN[1] * 0.3) * 1.1, 4, w, 0.54);
    const lit = smoothstep(-0.35, 0.5, heap - toward + 0.12);
    const c = cover * 0.95;
    red = mix(red, mix(CLOUD_SHADE[0], CLOUD_LIT[0], lit), c);
    green = mix(green, mix(CLOUD_SHADE[1], CLOUD_LIT[1], lit), c);
    blue = mix(blue, mix(CLOUD_SHADE[2], CLOUD_LIT[2], lit), c);
  }
  const near = dx * SUN[0] + dy * SUN[1] + dz * SUN[2];
  const near2 = near * near;
  const near8 = near2 * near2 * near2 * near2;
  const near16 = near8 * near8;
  const glow = near > 0 ? near8 * 0.35 + near16 * near16 * near16 * near16 * 0.5 : 0;
  const disc = smoothstep(0.9993, 0.9996, near) * 3;
  red += glow + disc;
  green += glow * 0.75 + disc * 0.92;
  blue += glow * 0.42 + disc * 0.75;

  if (dz < 0.3) {
    const level = 1 / Math.sqrt(dx * dx + dy * dy);
    const a = dx * level;
    const b = dy * level;
    const slope = dz * level;
    const edge = 0.7 * extent;
    for (let k = 0; k < 2; k++) {
      const ridge =
        (k === 0 ? 0.105 : 0.052) + 0.06 * fractal(seed + 300 + k, a * 3 + 9, b * 3 + 9, 6, extent * 3, 0.45);
      const inside = smoothstep(ridge + edge, ridge - edge, slope);
      if (inside === 0) continue;
      const texture = fractal(seed + 310, a * 26 + k, (b + slope * 4) * 26, 4, extent * 60, 0.6);
      const tone = 1 + 0.28 * texture;
      const field =
        k === 1 ? smoothstep(0.1, 0.35, fractal(seed + 320, a * 12, b * 12 + slope * 40, 2, extent * 30)) : 0;
      const dot =
        k === 1 && hash(seed + 330, Math.floor(a * 160), Math.floor(slope * 240), Math.floor(b * 160)) < 0.1 ? 0.7 : 0;
      const base = k === 0 ? HILL_FAR : HILL_NEAR;
      const town = dot * smoothstep(0.05, 0.02, slope);
      red = mix(red, mix(mix(base[0], FIELD[0], field * 0.6), TOWN[0], town) * tone, inside);
      green = mix(green, mix(mix(base[1], FIELD[1], field * 0.6), TOWN[1], town) * tone, inside);
      blue = mix(blue, mix(mix(base[2], FIELD[2], field * 0.6), TOWN[2], town) * tone, inside);
    }
  }
  out.red = red;
  out.green = green;
  out.blue = blue;
}
