/** A colour as three sRGB-coded parts in 0–1. */
export type Colour = readonly [red: number, green: number, blue: number];

/** The colour of a pigment from six hexadecimal digits, `'1f3a93'`. */
export function pigment(hex: string): Colour {
  const value = Number.parseInt(hex, 16);
  return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

/** Straight blend, as light mixes or as opaque paint covers. @param t 0 gives a, 1 gives b */
export function blend(a: Colour, b: Colour, t: number): Colour {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}

/**
 * Mixes two paints: the weighted geometric mean of what they reflect, channel by channel, so that blue and yellow
 * give a green and mixtures go darker than a blend of lights. @param t 0 gives a, 1 gives b
 */
export function mixPaint(a: Colour, b: Colour, t: number): Colour {
  const part = (x: number, y: number) => Math.max(x, 0.02) ** (1 - t) * Math.max(y, 0.02) ** t;
  return [part(a[0], b[0]), part(a[1], b[1]), part(a[2], b[2])];
}

/** The colour at t of 0–1 along a row of evenly spaced stops; outside, the end stops. */
export function ramp(stops: readonly Colour[], t: number): Colour {
  const at = Math.min(Math.max(t, 0), 1) * (stops.length - 1);
  const i = Math.min(Math.floor(at), stops.length - 2);
  return i < 0 ? stops[0]! : blend(stops[i]!, stops[i + 1]!, at - i);
}

/** Multiplies all parts: below 1 darkens, above 1 lightens; may leave 0–1, the canvas clips at the end. */
export function scaled(colour: Colour, factor: number): Colour {
  return [colour[0] * factor, colour[1] * factor, colour[2] * factor];
}

/** The palette colour nearest to a wanted one, with green weighted most, as the eye does. */
export function nearestColour(palette: readonly Colour[], red: number, green: number, blue: number): Colour {
  let best = palette[0]!;
  let least = Number.POSITIVE_INFINITY;
  for (const colour of palette) {
    const r = colour[0] - red;
    const g = colour[1] - green;
    const b = colour[2] - blue;
    const distance = 0.9 * r * r + 1.3 * g * g + 0.8 * b * b;
    if (distance < least) {
      least = distance;
      best = colour;
    }
  }
  return best;
}
