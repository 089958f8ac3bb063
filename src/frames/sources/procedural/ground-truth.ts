import type { FlowField, Mask } from '../../../core/field.ts';
import type { Size } from '../../../core/image.ts';
import type { CameraPose } from '../../../route/camera.ts';
import { createPinhole, projectDirection, projectPoint, rayThrough, type Vector } from '../../../route/pinhole.ts';
import type { Street } from './street.ts';
import { createTracer } from './tracer.ts';

/** Motion between two views of the street, computed from its geometry. Both fields lie on the grid of the first view. */
export interface ExactFlow {
  /** where the point seen at the centre of each pixel of the first view lies in the second; the sky moves by rotation alone */
  readonly flow: FlowField;
  /**
   * 1 where that point is seen in the second view too: not hidden by anything nearer, and inside the image so far that a
   * bilinear sample has all its four pixels; 0 elsewhere
   */
  readonly visible: Mask;
}

/** Beyond this share of the distance (and this many metres) a nearer surface counts as hiding a point: rounding, no more. */
const NEARER = 1e-6;

/**
 * Exact optical flow and visibility from one pose to another, images of the same size. A point behind the second camera is
 * not visible and has flow 0.
 */
export function exactFlow(street: Street, from: CameraPose, to: CameraPose, size: Size): ExactFlow {
  const { width, height } = size;
  const a = createPinhole(from, size);
  const b = createPinhole(to, size);
  const tracer = createTracer(street);
  const flow = new Float32Array(width * height * 2);
  const visible = new Float32Array(width * height);
  for (let j = 0, k = 0; j < height; j++) {
    for (let i = 0; i < width; i++, k++) {
      const ray = rayThrough(a, i + 0.5, j + 0.5);
      const depth = tracer.trace(a.position, ray[0], ray[1], ray[2], 5000);
      const sky = depth === Number.POSITIVE_INFINITY;
      const point: Vector = [
        a.position[0] + depth * ray[0],
        a.position[1] + depth * ray[1],
        a.position[2] + depth * ray[2],
      ];
      const seen = sky ? projectDirection(b, ray) : projectPoint(b, point);
      if (!(seen.depth > 0)) continue;
      flow[k * 2] = seen.x - (i + 0.5);
      flow[k * 2 + 1] = seen.y - (j + 0.5);
      if (seen.x < 0.5 || seen.y < 0.5 || seen.x > width - 0.5 || seen.y > height - 0.5) continue;
      const direction: Vector = sky
        ? ray
        : [point[0] - b.position[0], point[1] - b.position[1], point[2] - b.position[2]];
      const found = tracer.trace(b.position, direction[0], direction[1], direction[2], 5000);
      // in units of the direction the point itself lies at 1
      const share = NEARER + NEARER / seen.depth;
      visible[k] = sky ? (found === Number.POSITIVE_INFINITY ? 1 : 0) : found > 1 - share ? 1 : 0;
    }
  }
  return { flow: { width, height, data: flow }, visible: { width, height, data: visible } };
}
