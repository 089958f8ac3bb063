import uPlot from 'uplot';
import type { LossPoint } from '../state/run-store.ts';
import { sizeChanges } from './loss-series.ts';

/** What the curve shows, each with the theme's colour that it has. */
export const LOSS_CURVES = [
  { term: 'total', label: 'total', color: '--mantine-color-brand-5', width: 2 },
  { term: 'content', label: 'content', color: '--mantine-color-moss-5', width: 1.5 },
  { term: 'style', label: 'style', color: '--mantine-color-blue-4', width: 1.5 },
  { term: 'temporal', label: 'temporal', color: '--mantine-color-grape-4', width: 1.5 },
] as const;

const HEIGHT = 170;
/** Evaluations that the axis spans at least. */
const FEWEST = 10;
/** From the largest loss to the smallest that is shown. */
const SPAN = 1e4;

/** A plot of the loss of one frame, drawn into a place of the page. */
export interface LossPlot {
  show(series: readonly LossPoint[]): void;
  resize(width: number): void;
  destroy(): void;
}

/** @param place where it is drawn; the theme's colours are read there */
export function createLossPlot(place: HTMLElement, width: number): LossPlot {
  const styles = getComputedStyle(place);
  const color = (name: string) => styles.getPropertyValue(name).trim();
  const grid = { stroke: color('--mantine-color-dark-5'), width: 1 };
  const axis = {
    stroke: color('--mantine-color-dark-2'),
    font: `12px ${styles.fontFamily}`,
    grid,
    ticks: { show: false },
  };
  let marks: readonly LossPoint[] = [];
  const plot = new uPlot(
    {
      width,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      padding: [12, 12, 0, 0],
      scales: {
        x: { time: false, range: (_, __, last) => [1, Math.max(last, FEWEST)] },
        y: { distr: 3, range: (_, least, most) => lossRange(least, most) },
      },
      axes: [
        { ...axis, size: 26 },
        {
          ...axis,
          size: 44,
          filter: (_, splits) => splits.map(wholePower),
          grid: { ...grid, filter: (_: uPlot, splits: number[]) => splits.map(wholePower) },
          values: (_, splits) => splits.map((value) => (value === null ? '' : `1e${Math.round(Math.log10(value))}`)),
        },
      ],
      series: [
        {},
        ...LOSS_CURVES.map(({ label, color: name, width: line }) => ({
          label,
          stroke: color(name),
          width: line,
          points: { show: false },
        })),
      ],
      hooks: {
        draw: [(drawn) => drawMarks(drawn, marks, color('--mantine-color-dark-3'), axis.font)],
      },
    },
    plotData([]),
    place,
  );
  return {
    show(series) {
      marks = sizeChanges(series);
      plot.setData(plotData(series));
    },
    resize: (newWidth) => plot.setSize({ width: newWidth, height: HEIGHT }),
    destroy: () => plot.destroy(),
  };
}

/** Columns for uPlot. A logarithm has no place for zero: a term that is off, or none yet, is left out. */
export function plotData(series: readonly LossPoint[]): uPlot.AlignedData {
  return [
    series.map(({ evaluation }) => evaluation),
    ...LOSS_CURVES.map(({ term }) => series.map(({ terms }) => (terms[term] > 0 ? terms[term] : null))),
  ];
}

/**
 * What of the losses is shown: whole powers of ten around them, and no more than is of interest. Content is all but 0 where painting starts
 * from the photograph, which would press all the rest into a line.
 */
export function lossRange(least: number | null, most: number | null): [number, number] {
  if (least === null || most === null || !(most > 0)) return [0.1, 10];
  const top = 10 ** Math.ceil(Math.log10(most));
  const bottom = 10 ** Math.floor(Math.log10(Math.max(least, most / SPAN)));
  return [bottom, Math.max(top, bottom * 10)];
}

/** Lines and labels stand at powers of ten alone: those between would stand on one another. */
function wholePower(value: number | null): number | null {
  if (value === null || value <= 0) return null;
  const power = Math.log10(value);
  return Math.abs(power - Math.round(power)) < 1e-9 ? value : null;
}

/** A line where painting goes on at a larger size, with that size. */
function drawMarks(plot: uPlot, marks: readonly LossPoint[], color: string, font: string): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.fillStyle = color;
  ctx.font = font.replace(/^\d+px/, `${12 * ratio}px`);
  ctx.setLineDash([3 * ratio, 3 * ratio]);
  ctx.lineWidth = ratio;
  let free = Number.NEGATIVE_INFINITY;
  for (const { evaluation, size } of marks) {
    const x = Math.round(plot.valToPos(evaluation, 'x', true));
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const label = `${size.width}×${size.height}`;
    const room = ctx.measureText(label).width;
    if (x < free || x + room > bbox.left + bbox.width) continue;
    ctx.fillText(label, x + 3 * ratio, bbox.top + 10 * ratio);
    free = x + room + 8 * ratio;
  }
  ctx.restore();
}
