/** One engine at one size. */
export interface BenchRow {
  readonly engine: string;
  readonly device: 'webgpu' | 'wasm';
  /** the GPU by its own words, or `processor` */
  readonly adapter: string;
  readonly width: number;
  readonly height: number;
  /** one evaluation within a run of L-BFGS, all included: what a person waits for */
  readonly msPerEvaluation: number;
  /** one evaluation by itself, gradient read back */
  readonly msAlone: number;
  /** from nothing to the end of the first evaluation: kernels compiled, targets of content and style, the evaluation */
  readonly msSetup: number;
  /** evaluations of one timed run of L-BFGS; 0 where there was time for single ones only, and `msPerEvaluation` is `msAlone` */
  readonly evaluations: number;
  /** floating-point operations of one evaluation, convolutions counted directly */
  readonly flops: number;
  /** 10¹² of them a second, by `msPerEvaluation` */
  readonly tflops: number;
  /** of the adapter's peak in single precision, where that is known */
  readonly rooflineShare?: number;
  /** of one evaluation by itself; on a GPU only */
  readonly dispatches?: number;
  /** most bytes in GPU buffers at once; on a GPU only */
  readonly bytes?: number;
  /** an engine's own plan, where it has one */
  readonly plan?: unknown;
}

/** One engine at one size that could not be timed. */
export interface BenchFailure {
  readonly engine: string;
  readonly device: 'webgpu' | 'wasm';
  readonly width: number;
  readonly height: number;
  readonly error: string;
}

/** What a benchmark found, to be kept and compared. */
export interface BenchRecord {
  /** ISO 8601 */
  readonly date: string;
  /** the GPU by its own words, or the processor */
  readonly adapter: string;
  readonly driver?: string;
  /** browser or Node, with its version */
  readonly host: string;
  /** settings that were not the default */
  readonly options: Readonly<Record<string, unknown>>;
  readonly rows: readonly BenchRow[];
  readonly failures: readonly BenchFailure[];
}

const COLUMNS: readonly (readonly [title: string, width: number, cell: (row: BenchRow) => string])[] = [
  ['engine', -14, ({ engine, device }) => `${engine} ${device}`],
  ['size', 10, ({ width, height }) => `${width}×${height}`],
  ['ms/evaluation', 14, ({ msPerEvaluation }) => digits(msPerEvaluation)],
  ['ms alone', 11, ({ msAlone }) => digits(msAlone)],
  ['s setup', 9, ({ msSetup }) => digits(msSetup / 1000)],
  ['TFLOP/s', 10, ({ tflops }) => digits(tflops)],
  ['of peak', 9, ({ rooflineShare }) => (rooflineShare === undefined ? '–' : `${(rooflineShare * 100).toFixed(1)} %`)],
  ['dispatches', 11, ({ dispatches }) => (dispatches === undefined ? '–' : String(dispatches))],
  ['MB', 8, ({ bytes }) => (bytes === undefined ? '–' : (bytes / 1e6).toFixed(0))],
];

/** Rows as lines of text, the titles first. */
export function formatTable(rows: readonly BenchRow[]): string[] {
  const pad = (text: string, width: number) => (width < 0 ? text.padEnd(-width) : text.padStart(width));
  return [
    COLUMNS.map(([title, width]) => pad(title, width)).join(''),
    ...rows.map((row) => COLUMNS.map(([, width, cell]) => pad(cell(row), width)).join('')),
  ];
}

/** A figure with the three digits that count. */
export function digits(value: number): string {
  if (value < 0.001) return value.toExponential(1);
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
