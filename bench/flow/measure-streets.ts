import type { Size } from '../../src/core/image.ts';
import type { CameraPrior, FlowStart } from '../../src/flow/estimator.ts';
import { reliability } from '../../src/flow/reliability.ts';
import type { CameraPose } from '../../src/route/camera.ts';
import { poseStarts } from '../../src/route/pose-flow.ts';
import { relativeCameraOf } from '../../src/route/relative-pose.ts';
import { denseMemory, type FlowBench, percent, streetMemory, timed } from './bench.ts';
import {
  type MaskScore,
  mean,
  scoreFlow,
  scoreOcclusion,
  scoreTrust,
  scoreVisible,
  type TrustScore,
} from './scores.ts';
import { COURSES, type Course, type StreetPair, streetPairs } from './street-pairs.ts';

const SPACINGS = [1, 2, 5, 10];
/** With the poses, outliers at this spacing are at most this share of those without. */
const POSED = { spacing: 5, share: 0.5 };
/** Precision and recall of what is hidden, by the dense estimator's masks, are at least this at this spacing. */
const MASKED = { spacing: 2, least: 0.8 };
/** Height of the street's camera, metres. */
const CAMERA_HEIGHT = 1.9;
/** How far off the cameras of a pair may be told, degrees and metres to the side. */
const OFF = { heading: 3, metres: 2 };

/** What the estimator is told of a pair. */
interface Told {
  readonly camera?: CameraPrior;
  readonly starts?: readonly FlowStart[];
}

const METHODS = ['dense', 'auto, cameras', 'auto, off', 'auto, lens', 'pose+dense'] as const;
type Method = (typeof METHODS)[number];

function told(method: Method, [a, b]: readonly [CameraPose, CameraPose], size: Size): Told {
  const { fov } = a;
  const motionTo = (to: CameraPose) => relativeCameraOf(a, to, size)?.camera ?? null;
  switch (method) {
    case 'dense':
      return {};
    case 'auto, cameras':
      return { camera: { fov, motion: motionTo(b) } };
    case 'auto, off':
      return { camera: { fov, motion: motionTo(astray(b)) } };
    case 'auto, lens':
      return { camera: { fov, motion: null } };
    case 'pose+dense':
      return { starts: poseStarts(a, b, size, CAMERA_HEIGHT) };
  }
}

/** Turned and moved to the right, as phones tell places. */
function astray(pose: CameraPose): CameraPose {
  const radians = (pose.heading * Math.PI) / 180;
  const [east, north, up] = pose.position;
  return {
    ...pose,
    heading: pose.heading + OFF.heading,
    position: [east + OFF.metres * Math.cos(radians), north - OFF.metres * Math.sin(radians), up],
  };
}

interface StreetScore {
  /** over the pixels that both views show */
  readonly epe: number;
  readonly outliers: number;
  /** from the earlier view to the later one, which shows everything larger */
  readonly trust: TrustScore;
  /** from the later view to the earlier one, as a film is painted */
  readonly trustBack: TrustScore;
  /** of what is hidden */
  readonly hidden: MaskScore;
  /** of what both views show */
  readonly visible: MaskScore;
  readonly seconds: number;
  readonly mebibytes: number;
}

interface StreetRow extends StreetScore {
  readonly course: Course;
  readonly spacing: number;
  readonly method: Method;
}

/** The built-in street, whose motion is known exactly, by how far apart the pictures are and what is told of their cameras. */
export async function measureStreets(size: Size, seeds: readonly number[], bench: FlowBench): Promise<StreetRow[]> {
  const rows: StreetRow[] = [];
  console.log(
    `\nBuilt-in street, ${size.width}×${size.height} px, mean of ${seeds.length} places, ${bench.adapter}. Off: by ${OFF.heading}° and ${OFF.metres} m`,
  );
  console.log(
    '                                                 to the later view  to the earlier one          hidden        visible',
  );
  console.log(
    'course     metres  method          EPE px  outliers   trusted     right   trusted     right   prec.  recall  prec.  recall      s    MiB',
  );
  for (const course of COURSES) {
    for (const spacing of SPACINGS) {
      const pairs = streetPairs(course, spacing, size, seeds);
      const scores = new Map<Method, StreetScore>();
      for (const method of METHODS) {
        const each: StreetScore[] = [];
        for (const pair of pairs) each.push(await measurePair(pair, told(method, pair.poses, size), bench));
        const score = meanScore(each);
        scores.set(method, score);
        rows.push({ course, spacing, method, ...score });
        console.log(`${course.padEnd(10)} ${`${spacing}`.padStart(6)}  ${method.padEnd(13)} ${cells(score)}`);
      }
      const said = verdicts(course, spacing, scores.get('dense')!, scores.get('pose+dense')!, bench);
      if (said) console.log(`${' '.repeat(19)}${said}`);
    }
  }
  return rows;
}

async function measurePair(
  { a, b, truth, visible, truthBack }: StreetPair,
  how: Told,
  bench: FlowBench,
): Promise<StreetScore> {
  const { result, seconds } = await timed(() => bench.estimator.estimate(a, b, how));
  // Each pixel by itself: whether both directions agree.
  const plain = { ...bench.params, flow_edge_value: 1, flow_mask_blur: 0 };
  const trusted = result.reliability.forward;
  const agreed = result.geometry ? trusted : reliability(result.forward, result.backward, plain);
  return {
    ...scoreFlow(result.forward, truth, visible),
    trust: scoreTrust(result.forward, trusted, truth),
    trustBack: scoreTrust(result.backward, result.reliability.backward, truthBack),
    hidden: scoreOcclusion(agreed, visible),
    visible: scoreVisible(agreed, visible),
    seconds,
    mebibytes: result.geometry ? streetMemory(a) : denseMemory(a, how.starts),
  };
}

function meanScore(scores: readonly StreetScore[]): StreetScore {
  const of = (pick: (score: StreetScore) => number) => mean(scores.map(pick));
  return {
    epe: of(({ epe }) => epe),
    outliers: of(({ outliers }) => outliers),
    trust: { trusted: of(({ trust }) => trust.trusted), right: of(({ trust }) => trust.right) },
    trustBack: { trusted: of(({ trustBack }) => trustBack.trusted), right: of(({ trustBack }) => trustBack.right) },
    hidden: { precision: of(({ hidden }) => hidden.precision), recall: of(({ hidden }) => hidden.recall) },
    visible: { precision: of(({ visible }) => visible.precision), recall: of(({ visible }) => visible.recall) },
    seconds: of(({ seconds }) => seconds),
    mebibytes: of(({ mebibytes }) => mebibytes),
  };
}

function verdicts(
  course: Course,
  spacing: number,
  dense: StreetScore,
  posed: StreetScore,
  { demand }: FlowBench,
): string {
  const said: string[] = [];
  if (spacing === POSED.spacing) {
    const share = posed.outliers / dense.outliers;
    const what = `${course}, ${spacing} m: outliers with poses are ${share.toFixed(2)} of those without, at most ${POSED.share} is asked`;
    said.push(`outliers × ${share.toFixed(2)} ${demand(share <= POSED.share, what)}`);
  }
  if (spacing === MASKED.spacing) {
    for (const [name, { hidden }] of [
      ['without poses', dense],
      ['with poses', posed],
    ] as const) {
      const worst = Math.min(hidden.precision, hidden.recall);
      const what = `${course}, ${spacing} m, ${name}: precision ${hidden.precision.toFixed(2)} and recall ${hidden.recall.toFixed(2)}, ${MASKED.least} is asked`;
      said.push(`masks ${name} ${demand(worst >= MASKED.least, what)}`);
    }
  }
  return said.join(', ');
}

function cells({ epe, outliers, trust, trustBack, hidden, visible, seconds, mebibytes }: StreetScore): string {
  const mask = ({ precision, recall }: MaskScore, pad: number) =>
    `${precision.toFixed(2).padStart(pad)} ${recall.toFixed(2).padStart(7)}`;
  return (
    `${epe.toFixed(3).padStart(8)} ${percent(outliers)} ${percent(trust.trusted)} ${percent(trust.right)} ` +
    `${percent(trustBack.trusted)} ${percent(trustBack.right)} ` +
    `${mask(hidden, 7)} ${mask(visible, 6)} ${seconds.toFixed(1).padStart(6)} ${mebibytes.toFixed(0).padStart(6)}`
  );
}
