import type { Bound } from './workspace.ts';

/**
 * Share of an evaluation that one submit may hold before anything was measured, in FLOPs: 60 ms on the weakest cards that run this
 * (0.8 TFLOP/s at 40 %), so that no watchdog resets the driver.
 */
export const CAUTIOUS_FLOPS = 2e10;

/** Where one evaluation is cut into submits: each holds at most `share` of its work, and at least one dispatch. */
export function cutPoints({ shares }: Pick<Bound, 'shares'>, share: number): number[] {
  const cuts: number[] = [];
  let sum = 0;
  shares.forEach((part, i) => {
    // Shares that sum to one in decimals need not do so in floats.
    if (sum > 0 && sum + part > share * (1 + 1e-9)) {
      cuts.push(i);
      sum = 0;
    }
    sum += part;
  });
  return [...cuts, shares.length];
}

/** Cuts for a device of which nothing is known. */
export function cautiousCuts(bound: Pick<Bound, 'shares'>, flops: number): number[] {
  return cutPoints(bound, CAUTIOUS_FLOPS / Math.max(flops, 1));
}

/** Encodes and submits dispatches up to the last cut, one submit for each. */
export function submitCut(device: GPUDevice, { recording }: Pick<Bound, 'recording'>, cuts: readonly number[]): void {
  let from = 0;
  for (const to of cuts) {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    recording.encode(pass, from, to);
    pass.end();
    device.queue.submit([encoder.finish()]);
    from = to;
  }
}
