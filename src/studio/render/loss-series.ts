import type { LossPoint } from '../state/run-store.ts';

/** Points that the curve of one frame may have; more than its plot has pixels would tell nothing new. */
const MAX_POINTS = 400;

/**
 * Adds a point to the curve of a frame. Where more evaluations are planned than there is room for, neighbours at one size share a
 * point, and the newest stands for them; so the newest value is always there.
 * @param evaluations planned for the frame
 * @param most points at one size; a curve over k sizes has up to k more
 */
export function addLoss(
  series: readonly LossPoint[],
  point: LossPoint,
  evaluations: number,
  most = MAX_POINTS,
): readonly LossPoint[] {
  const stride = Math.max(1, Math.ceil(evaluations / most));
  const bucket = ({ evaluation }: LossPoint) => Math.floor((evaluation - 1) / stride);
  const last = series.at(-1);
  const shared = last !== undefined && sameSize(last, point) && bucket(last) === bucket(point);
  return [...(shared ? series.slice(0, -1) : series), point];
}

/**
 * How much the total has fallen, as a share of what it was, at the size of the newest point: losses at other sizes cannot be compared.
 * @returns 0.992 for −99.2 %; null before there are two points to compare
 */
export function lossDrop(series: readonly LossPoint[]): number | null {
  const last = series.at(-1);
  const first = last && series.find((point) => sameSize(point, last));
  if (!first || first === last || !(first.terms.total > 0)) return null;
  return 1 - last.terms.total / first.terms.total;
}

/** Where a frame went on to a larger size: the first point at each size but the first. */
export function sizeChanges(series: readonly LossPoint[]): LossPoint[] {
  return series.filter((point, i) => i > 0 && !sameSize(series[i - 1]!, point));
}

function sameSize(a: LossPoint, b: LossPoint): boolean {
  return a.size.width === b.size.width && a.size.height === b.size.height;
}

/** The curve in words. */
export function lossSummary(series: readonly LossPoint[]): string {
  const last = series.at(-1);
  if (!last) return 'No loss yet.';
  const { evaluation, size, terms } = last;
  const drop = lossDrop(series);
  const parts = [
    `Loss at evaluation ${evaluation}, size ${size.width}×${size.height}: total ${figure(terms.total)}`,
    `content ${figure(terms.content)}`,
    `style ${figure(terms.style)}`,
    ...(terms.temporal > 0 ? [`temporal ${figure(terms.temporal)}`] : []),
    ...(drop === null ? [] : [`total changed by ${formatDrop(drop)} at this size`]),
  ];
  return `${parts.join(', ')}.`;
}

/** @param drop as `lossDrop` gives it @returns `−99.2 %` */
export function formatDrop(drop: number): string {
  return `${drop >= 0 ? '−' : '+'}${Math.abs(100 * drop).toFixed(1)} %`;
}

function figure(loss: number): string {
  return loss.toPrecision(3);
}
