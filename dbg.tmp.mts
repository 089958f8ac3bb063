import { streetPairs } from '/work/wt-b/bench/flow/street-pairs.ts';
import { createCpuFlowEstimator } from '/work/wt-b/src/flow/cpu-estimator.ts';
import { createParams } from '/work/wt-b/src/project/resolve.ts';
import { poseStarts } from '/work/wt-b/src/route/pose-flow.ts';
import { defaultSolver } from '/work/wt-b/src/flow/solver-settings.ts';
for (const kv of (process.argv[3] ?? '').split(',').filter(Boolean)) { const [k, v] = kv.split('='); (defaultSolver as any)[k!] = Number(v); }
const size = { width: 320, height: 192 };
const p = streetPairs('straight', Number(process.argv[2] ?? 5), size, [1])[0]!;
(globalThis as any).DBG = (name: string, f: Float32Array, W: number, H: number) => {
  const kx = W / 320, ky = H / 192; let n = 0, out = 0, e = 0, short = 0;
  for (let y = 0; y < H; y++) for (let x = 0; x < W; x++) {
    const X = Math.min(319, Math.floor((x + 0.5) / kx)), Y = Math.min(191, Math.floor((y + 0.5) / ky)), i = Y * 320 + X;
    if (!p.visible.data[i]) continue; n++;
    const du = f[2 * (y * W + x)]! / kx - p.truth.data[2 * i]!, dv = f[2 * (y * W + x) + 1]! / ky - p.truth.data[2 * i + 1]!;
    const err = Math.hypot(du, dv); e += err; if (err > Math.max(3, 1 / kx)) out++;
  }
  console.log(name.padEnd(22), `${W}x${H}`, 'epe', (e / n).toFixed(2), 'out', (100 * out / n).toFixed(1));
};
await createCpuFlowEstimator(createParams()).estimate(p.a, p.b, process.argv[4] ? { starts: poseStarts(p.poses[0], p.poses[1], size, 1.9) } : {});
process.exit(0);
