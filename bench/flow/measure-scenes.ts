import type { FlowField } from '../../src/core/field.ts';
import { denseMemory, type FlowBench, percent, streetMemory, timed } from './bench.ts';
import { loadScene, SCENES } from './middlebury.ts';
import { openOpenCv } from './opencv.ts';
import { type FlowScore, mean, scoreFlow, scoreTrust, type TrustScore } from './scores.ts';

/** The most that the mean end-point error may be, pixels. */
const ERROR_LIMITS: Readonly<Record<(typeof SCENES)[number], number>> = {
  RubberWhale: 0.095,
  Grove2: 0.15,
  Urban3: 0.41,
};
/** The same over all pairs. */
const MEAN_LIMIT = (0.093 + 0.143 + 0.405) / 3;
/** End-point errors that differ by less are equal, pixels. */
const SAME = 0.0005;

interface SceneScore extends FlowScore {
  readonly trust: TrustScore;
  readonly seconds: number;
  readonly mebibytes: number;
}

interface SceneRow {
  readonly scene: string;
  /** without a word of a camera */
  readonly dense: SceneScore;
  /** looks for a camera of which nothing is known */
  readonly auto: SceneScore;
  readonly farneback: FlowScore & { readonly seconds: number };
}

/** Pairs with public ground truth at full size. What moves there moves by itself: looking for a camera must do no harm. */
export async function measureScenes(folder: string, bench: FlowBench): Promise<SceneRow[]> {
  const rows: SceneRow[] = [];
  const opencv = await openOpenCv();
  console.log(
    `Middlebury, full size, ${bench.adapter}. OpenCV.js: Farnebäck, 5 levels, window 15${opencv.hasDis ? '' : '; its build has no DIS'}`,
  );
  console.log('pair         method        EPE px  outliers   trusted  of trusted right      s    MiB  limit');
  for (const scene of SCENES) {
    const { a, b, truth } = await loadScene(folder, scene);
    const measure = async (camera?: { fov: null; motion: null }): Promise<SceneScore> => {
      const { result, seconds } = await timed(() => bench.estimator.estimate(a, b, { camera }));
      return {
        ...scoreFlow(result.forward, truth),
        trust: scoreTrust(result.forward, result.reliability.forward, truth),
        seconds,
        mebibytes: result.geometry ? streetMemory(a) : denseMemory(a),
      };
    };
    const dense = await measure();
    const auto = await measure({ fov: null, motion: null });
    const other = await timed((): FlowField => opencv.farneback(a, b));
    const farneback = { ...scoreFlow(other.result, truth), seconds: other.seconds };
    rows.push({ scene, dense, auto, farneback });
    const limit = ERROR_LIMITS[scene];
    const whole = bench.demand(
      dense.epe <= limit,
      `${scene}: error ${dense.epe.toFixed(3)} px, at most ${limit} is asked`,
    );
    const harmless = bench.demand(
      auto.epe <= dense.epe + SAME,
      `${scene}: error ${auto.epe.toFixed(4)} px where a camera is looked for, ${dense.epe.toFixed(4)} without`,
    );
    const line = (method: string, score: FlowScore, rest: string) =>
      console.log(
        `${scene.padEnd(12)} ${method.padEnd(10)} ${score.epe.toFixed(4).padStart(9)} ${percent(score.outliers)} ${rest}`,
      );
    const own = ({ trust, seconds, mebibytes }: SceneScore) =>
      `${percent(trust.trusted)} ${percent(trust.right).padStart(17)} ${seconds.toFixed(1).padStart(6)} ${mebibytes.toFixed(0).padStart(6)}`;
    line('dense', dense, `${own(dense)}  ≤ ${limit} ${whole}`);
    line('auto', auto, `${own(auto)}  ≤ dense ${harmless}`);
    line('Farnebäck', farneback, farneback.seconds.toFixed(1).padStart(34));
  }
  const all = mean(rows.map(({ dense }) => dense.epe));
  const what = `Middlebury: mean error ${all.toFixed(4)} px, at most ${MEAN_LIMIT.toFixed(4)} is asked`;
  console.log(
    `mean of dense ${all.toFixed(4)} px, ≤ ${MEAN_LIMIT.toFixed(4)} ${bench.demand(all <= MEAN_LIMIT, what)}`,
  );
  return rows;
}
