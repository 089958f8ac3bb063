/** A convex polygon: x0, y0, x1, y1, … in pixels, clockwise on the screen. */
export type Polygon = readonly number[];

/** The rectangle from the top left corner of a canvas, reaching `margin` beyond it on every side. */
export function canvasPolygon(width: number, height: number, margin: number): Polygon {
  return [-margin, -margin, width + margin, -margin, width + margin, height + margin, -margin, height + margin];
}

/** Area in square pixels (shoelace formula). */
export function polygonArea(polygon: Polygon): number {
  let twice = 0;
  for (let i = 0; i < polygon.length; i += 2) {
    const j = (i + 2) % polygon.length;
    twice += polygon[i]! * polygon[j + 1]! - polygon[j]! * polygon[i + 1]!;
  }
  return Math.abs(twice) / 2;
}

/** Mean of the corners. */
export function polygonCentre(polygon: Polygon): { x: number; y: number } {
  let x = 0;
  let y = 0;
  for (let i = 0; i < polygon.length; i += 2) {
    x += polygon[i]!;
    y += polygon[i + 1]!;
  }
  const corners = polygon.length / 2;
  return { x: x / corners, y: y / corners };
}

/** The part of a polygon on the side of a line that its normal points away from; empty where nothing is left. */
function clipPolygon(polygon: Polygon, x: number, y: number, normalX: number, normalY: number): number[] {
  const kept: number[] = [];
  for (let i = 0; i < polygon.length; i += 2) {
    const j = (i + 2) % polygon.length;
    const ax = polygon[i]!;
    const ay = polygon[i + 1]!;
    const bx = polygon[j]!;
    const by = polygon[j + 1]!;
    const a = (ax - x) * normalX + (ay - y) * normalY;
    const b = (bx - x) * normalX + (by - y) * normalY;
    if (a <= 0) kept.push(ax, ay);
    if (a < 0 !== b < 0 && a !== b) {
      const t = a / (a - b);
      kept.push(ax + (bx - ax) * t, ay + (by - ay) * t);
    }
  }
  return kept.length >= 6 ? kept : [];
}

/** Cuts a convex polygon by the line through a place at an angle; a part without area is left out. */
export function splitPolygon(polygon: Polygon, x: number, y: number, angle: number): Polygon[] {
  const normalX = -Math.sin(angle);
  const normalY = Math.cos(angle);
  return [clipPolygon(polygon, x, y, normalX, normalY), clipPolygon(polygon, x, y, -normalX, -normalY)].filter(
    (part) => part.length >= 6 && polygonArea(part) > 1e-3,
  );
}

/**
 * Visits the pixels of a convex polygon inside a canvas.
 * @param visit gets the pixel's index, its column and row, its distance to the nearest edge in pixels (negative down to −0.5 outside),
 * and which edge that is
 */
export function fillPolygon(
  width: number,
  height: number,
  polygon: Polygon,
  visit: (pixel: number, column: number, row: number, inset: number, edge: number) => void,
): void {
  const edges: { x: number; y: number; nx: number; ny: number }[] = [];
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = 0;
  let bottom = 0;
  for (let i = 0; i < polygon.length; i += 2) {
    const j = (i + 2) % polygon.length;
    const x = polygon[i]!;
    const y = polygon[i + 1]!;
    const dx = polygon[j]! - x;
    const dy = polygon[j + 1]! - y;
    const length = Math.hypot(dx, dy) || 1e-6;
    edges.push({ x, y, nx: -dy / length, ny: dx / length });
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  for (let row = Math.max(Math.floor(top), 0); row <= Math.min(Math.ceil(bottom), height - 1); row++) {
    for (let column = Math.max(Math.floor(left), 0); column <= Math.min(Math.ceil(right), width - 1); column++) {
      let inset = Number.POSITIVE_INFINITY;
      let nearest = 0;
      for (let e = 0; e < edges.length; e++) {
        const edge = edges[e]!;
        const distance = (column + 0.5 - edge.x) * edge.nx + (row + 0.5 - edge.y) * edge.ny;
        if (distance < inset) {
          inset = distance;
          nearest = e;
          if (inset < -0.5) break;
        }
      }
      if (inset >= -0.5) visit(row * width + column, column, row, inset, nearest);
    }
  }
}
