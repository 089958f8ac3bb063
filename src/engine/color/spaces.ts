import type { FloatImage } from '../../core/image.ts';

/** Colour spaces with one channel of lightness and two of colour (`color_space`). */
export type ColorSpace = 'yuv' | 'ycrcb' | 'luv' | 'lab';

/** Three numbers: RGB 0–255, or lightness and two colour coordinates. */
type Triple = [number, number, number];

interface Conversion {
  /** RGB 0–255 → lightness, colour, colour */
  readonly from: (r: number, g: number, b: number) => Triple;
  readonly to: (l: number, a: number, b: number) => Triple;
}

/** D65 white of the sRGB standard. */
const WHITE: Triple = [0.95047, 1, 1.08883];
const U_WHITE = (4 * WHITE[0]) / (WHITE[0] + 15 * WHITE[1] + 3 * WHITE[2]);
const V_WHITE = (9 * WHITE[1]) / (WHITE[0] + 15 * WHITE[1] + 3 * WHITE[2]);
/** CIE constants (216/24389, 24389/27) */
const EPSILON = 216 / 24389;
const KAPPA = 24389 / 27;
/** Just under the v′ of sRGB's blue, 0.158, the least that a screen shows: dark blues divide by hardly anything below it. */
const V_LEAST = 0.15;

function toLinear(value: number): number {
  const v = value / 255;
  // Values outside 0–255 occur before clipping; the straight part of the curve carries on below zero.
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
}

function fromLinear(value: number): number {
  return 255 * (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055);
}

function toXyz(red: number, green: number, blue: number): Triple {
  const r = toLinear(red);
  const g = toLinear(green);
  const b = toLinear(blue);
  return [
    0.4124564 * r + 0.3575761 * g + 0.1804375 * b,
    0.2126729 * r + 0.7151522 * g + 0.072175 * b,
    0.0193339 * r + 0.119192 * g + 0.9503041 * b,
  ];
}

function fromXyz(x: number, y: number, z: number): Triple {
  return [
    fromLinear(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
    fromLinear(-0.969266 * x + 1.8760108 * y + 0.041556 * z),
    fromLinear(0.0556434 * x - 0.2040259 * y + 1.0572252 * z),
  ];
}

const labCurve = (t: number) => (t > EPSILON ? Math.cbrt(t) : (KAPPA * t + 16) / 116);
const labInverse = (f: number) => (f ** 3 > EPSILON ? f ** 3 : (116 * f - 16) / KAPPA);
const lightness = (y: number) => (y > EPSILON ? 116 * Math.cbrt(y) - 16 : KAPPA * y);

/** BT.601 luma, the Y of yuv and ycrcb. */
const luma601 = (r: number, g: number, b: number) => 0.299 * r + 0.587 * g + 0.114 * b;

const CONVERSIONS: Record<ColorSpace, Conversion> = {
  yuv: {
    from: (r, g, b) => {
      const y = luma601(r, g, b);
      return [y, 0.492 * (b - y), 0.877 * (r - y)];
    },
    to: (y, u, v) => {
      const r = y + v / 0.877;
      const b = y + u / 0.492;
      return [r, (y - 0.299 * r - 0.114 * b) / 0.587, b];
    },
  },
  ycrcb: {
    from: (r, g, b) => {
      const y = luma601(r, g, b);
      return [y, 0.713 * (r - y), 0.564 * (b - y)];
    },
    to: (y, cr, cb) => {
      const r = y + cr / 0.713;
      const b = y + cb / 0.564;
      return [r, (y - 0.299 * r - 0.114 * b) / 0.587, b];
    },
  },
  lab: {
    from: (r, g, b) => {
      const [x, y, z] = toXyz(r, g, b);
      const fy = labCurve(y / WHITE[1]);
      return [116 * fy - 16, 500 * (labCurve(x / WHITE[0]) - fy), 200 * (fy - labCurve(z / WHITE[2]))];
    },
    to: (l, a, b) => {
      const fy = (l + 16) / 116;
      return fromXyz(
        WHITE[0] * labInverse(fy + a / 500),
        WHITE[1] * labInverse(fy),
        WHITE[2] * labInverse(fy - b / 200),
      );
    },
  },
  luv: {
    from: (red, green, blue) => {
      const [x, y, z] = toXyz(red, green, blue);
      const sum = x + 15 * y + 3 * z;
      const l = lightness(y / WHITE[1]);
      if (sum <= 0 || l <= 0) return [Math.max(l, 0), 0, 0];
      return [l, 13 * l * ((4 * x) / sum - U_WHITE), 13 * l * ((9 * y) / sum - V_WHITE)];
    },
    to: (l, u, v) => {
      if (l <= 0) return [0, 0, 0];
      const y = l > KAPPA * EPSILON ? ((l + 16) / 116) ** 3 : l / KAPPA;
      const uPrime = u / (13 * l) + U_WHITE;
      const vPrime = Math.max(v / (13 * l) + V_WHITE, V_LEAST);
      const x = (y * 9 * uPrime) / (4 * vPrime);
      return fromXyz(x, y, (y * (12 - 3 * uPrime - 20 * vPrime)) / (4 * vPrime));
    },
  },
};

/** RGB 0–255 in another space, pixel by pixel: lightness (0–255 for yuv and ycrcb, 0–100 for luv and lab) first. */
export function toColorSpace(image: FloatImage, space: ColorSpace): FloatImage {
  return convert(image, CONVERSIONS[space].from);
}

/** Back to RGB 0–255, not clipped. */
export function fromColorSpace(image: FloatImage, space: ColorSpace): FloatImage {
  return convert(image, CONVERSIONS[space].to);
}

function convert(image: FloatImage, pixel: (a: number, b: number, c: number) => Triple): FloatImage {
  const data = new Float32Array(image.data.length);
  for (let i = 0; i < data.length; i += 3) {
    data.set(pixel(image.data[i]!, image.data[i + 1]!, image.data[i + 2]!), i);
  }
  return { ...image, data };
}
