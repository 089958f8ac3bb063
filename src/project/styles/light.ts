import { type Canvas, shadePixel } from './canvas.ts';

/** How raking light falls on the relief of the paint. */
export interface RakingLight {
  /** where the light comes from, in radians, clockwise on the screen from the right */
  readonly angle: number;
  /** contrast of lit against shaded slopes; about 0.5–2 */
  readonly strength: number;
  /** brightness of the glint on slopes that face the light, 0–1 */
  readonly gloss: number;
}

/** Shades the canvas by the slope of its relief towards the light and adds a glint where it faces the light. */
export function lightRelief(canvas: Canvas, light: RakingLight): void {
  const { width, height, relief, colour, unit } = canvas;
  const towardsX = Math.cos(light.angle);
  const towardsY = Math.sin(light.angle);
  for (let y = 0; y < height; y++) {
    const above = Math.max(y - 1, 0) * width;
    const below = Math.min(y + 1, height - 1) * width;
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x;
      const right = relief[y * width + Math.min(x + 1, width - 1)]!;
      const left = relief[y * width + Math.max(x - 1, 0)]!;
      const slopeX = (right - left) * 0.5 * unit;
      const slopeY = (relief[below + x]! - relief[above + x]!) * 0.5 * unit;
      // Rising towards the light means facing away from it.
      const facing = -(slopeX * towardsX + slopeY * towardsY);
      shadePixel(canvas, pixel, Math.min(Math.max(1 + facing * light.strength, 0.45), 1.6));
      const glint = Math.max(facing - 0.08, 0) * light.gloss;
      if (glint > 0) {
        for (let c = pixel * 3; c < pixel * 3 + 3; c++) colour[c] = colour[c]! + Math.min(glint, 0.35);
      }
    }
  }
}
