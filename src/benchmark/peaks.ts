/** What a GPU can do at most, by its maker's figures. */
export interface Peak {
  /** 10¹² single-precision operations a second, on the general units (no matrix units: WebGPU does not offer them) */
  readonly tflops: number;
  /** 10⁹ bytes a second from its memory */
  readonly gigabytes: number;
}

/** By a part of the adapter's name. More exact names stand before those that are a part of them. */
const PEAKS: readonly (readonly [name: RegExp, peak: Peak])[] = [
  [/\bh200\b/, { tflops: 66.9, gigabytes: 4800 }],
  [/\bh100 (pcie|nvl)\b/, { tflops: 51.2, gigabytes: 2000 }],
  [/\bh100\b/, { tflops: 66.9, gigabytes: 3350 }],
  [/\brtx 4090\b(?! (d|laptop))/, { tflops: 82.6, gigabytes: 1008 }],
  [/\brtx 3060\b(?! (ti|laptop))/, { tflops: 12.7, gigabytes: 360 }],
  [/\bgtx 1080 ti\b/, { tflops: 11.3, gigabytes: 484 }],
  [/\bm2 max\b/, { tflops: 13.6, gigabytes: 400 }],
  [/\bm3 max\b/, { tflops: 16.4, gigabytes: 400 }],
  [/\barc (tm )?a770\b/, { tflops: 17.2, gigabytes: 560 }],
  [/\barc (tm )?140v\b/, { tflops: 4.2, gigabytes: 136 }],
];

/** The peak of an adapter. @returns undefined where the name says nothing known: browsers often keep it back */
export function peakOf(adapter: string): Peak | undefined {
  // WebGPU may give names as identifiers: nvidia-h100-80gb-hbm3.
  const words = adapter.toLowerCase().replace(/[^a-z0-9]+/g, ' ');
  return PEAKS.find(([name]) => name.test(words))?.[1];
}

/**
 * Part of the peak that was reached. Every layer but the first is bound by arithmetic in single precision on all of these (0.15 byte an
 * operation or less), so that the roofline is its flat part.
 */
export function rooflineShare(tflops: number, adapter: string): number | undefined {
  const peak = peakOf(adapter);
  return peak && tflops / peak.tflops;
}
