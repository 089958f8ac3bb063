import type { FlowField, Mask } from '../core/field.ts';

/** Motion from one frame to another, on the first one's grid. */
export interface Motion {
  readonly field: FlowField;
  /** 1 where the field can be trusted */
  readonly reliability: Mask;
}

/** A pixel goes on along the chain where it is trusted by more than this. */
const TRUSTED = 0.5;

/**
 * One motion after another as one field: `a` leads from a first frame to a second, `b` from the second to a third. Not a number where a pixel is
 * lost on the way.
 */
export function chainFlows(a: Motion, b: Motion): FlowField {
  const { width, height, data } = a.field;
  const out = new Float32Array(data.length).fill(Number.NaN);
  for (let y = 0, pixel = 0; y < height; y++) {
    for (let x = 0; x < width; x++, pixel++) {
      const u = data[2 * pixel]!;
      const v = data[2 * pixel + 1]!;
      const [px, py] = [x + u, y + v];
      const seen = a.reliability.data[pixel]! > TRUSTED && px >= 0 && py >= 0 && px <= width - 1 && py <= height - 1;
      if (!seen) continue;
      const left = Math.min(width - 2, Math.floor(px));
      const top = Math.min(height - 2, Math.floor(py));
      const corner = top * width + left;
      const corners = [corner, corner + 1, corner + width, corner + width + 1] as const;
      if (corners.some((at) => !(b.reliability.data[at]! > TRUSTED))) continue;
      const [ax, ay] = [px - left, py - top];
      const between = (c: 0 | 1) => {
        const [p, q, r, s] = corners.map((at) => b.field.data[2 * at + c]!) as [number, number, number, number];
        return (1 - ay) * ((1 - ax) * p + ax * q) + ay * ((1 - ax) * r + ax * s);
      };
      out[2 * pixel] = u + between(0);
      out[2 * pixel + 1] = v + between(1);
    }
  }
  return { width, height, data: out };
}

/** A chained field as a motion to be chained further: trusted where it is known. */
export function asMotion(field: FlowField): Motion {
  const { width, height, data } = field;
  const known = Float32Array.from({ length: width * height }, (_, i) => (Number.isNaN(data[2 * i]) ? 0 : 1));
  return { field, reliability: { width, height, data: known } };
}
