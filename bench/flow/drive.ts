import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { FlowField, Mask } from '../../src/core/field.ts';
import type { FloatImage } from '../../src/core/image.ts';
import type { CameraPrior } from '../../src/flow/estimator.ts';
import { readFlo } from '../../src/flow/flo.ts';
import { denseMemory, type FlowBench, percent, streetMemory, timed } from './bench.ts';
import { errorAt, isKnown, isRight, isTrusted, scoreTrust } from './scores.ts';

/** Later and earlier picture of a pair, and what is asked of it where the field of view is given: shares. */
interface DrivePair {
  readonly from: number;
  readonly to: number;
  readonly metres: number;
  readonly least: DriveLimits;
}

interface DriveLimits {
  /** of the pixels with known motion */
  readonly right: number;
  /** of the same: trusted and right */
  readonly both: number;
  /** of the trusted ones: right */
  readonly trustedRight: number;
  /** trusted share of all pixels */
  readonly whole: number;
}

const NEAR: DriveLimits = { right: 0.97, both: 0.9, trustedRight: 0.98, whole: 0.75 };
const FAR: DriveLimits = { right: 0.92, both: 0.7, trustedRight: 0.98, whole: 0.6 };

const PAIRS: readonly DrivePair[] = [
  { from: 25, to: 20, metres: 6, least: NEAR },
  { from: 35, to: 30, metres: 6, least: NEAR },
  { from: 30, to: 20, metres: 12, least: FAR },
];

/** Horizontal field of view of the pictures, degrees. */
const FOV = 81.9;

/** What the estimator is told. */
const METHODS: readonly { readonly name: string; readonly camera?: CameraPrior; readonly isJudged?: boolean }[] = [
  { name: 'dense' },
  { name: 'field of view', camera: { fov: FOV, motion: null }, isJudged: true },
  { name: 'none', camera: { fov: null, motion: null } },
  { name: '15 % narrower', camera: { fov: 0.85 * FOV, motion: null } },
  { name: '15 % wider', camera: { fov: 1.15 * FOV, motion: null } },
];

/** How right the motion of one pair is, shares and pixels. */
export interface DriveScore extends DriveLimits {
  /** of the pixels with known motion */
  readonly trusted: number;
  /** median end-point error, pixels */
  readonly median: number;
}

interface DriveRow extends DriveScore {
  readonly pair: string;
  readonly method: string;
  readonly seconds: number;
  readonly mebibytes: number;
}

/** A flow against a truth that is known in places (1e10 elsewhere). @param trust 0–1, trusted from 0.5 */
export function scoreDrive(flow: FlowField, trust: Mask, truth: FlowField): DriveScore {
  const errors: number[] = [];
  let [right, trusted, both] = [0, 0, 0];
  for (let i = 0; i < truth.width * truth.height; i++) {
    if (!isKnown(truth, i)) continue;
    errors.push(errorAt(flow, truth, i));
    const isGood = isRight(flow, truth, i);
    if (isGood) right++;
    if (!isTrusted(trust, i)) continue;
    trusted++;
    if (isGood) both++;
  }
  errors.sort((a, b) => a - b);
  return {
    right: right / errors.length,
    trusted: trusted / errors.length,
    both: both / errors.length,
    trustedRight: both / trusted,
    whole: scoreTrust(flow, trust, truth).trusted,
    median: errors[errors.length >> 1]!,
  };
}

/** Motion between pictures of a real drive, metres apart, by what is known of the lens. */
export async function measureDrive(folder: string, bench: FlowBench): Promise<DriveRow[]> {
  const rows: DriveRow[] = [];
  console.log(
    `\nReal drive, 512×154 px, ${bench.adapter}. Right: ≤ 3 px or ≤ 5 %; trusted and right of the pixels with known motion`,
  );
  console.log(
    'pair              told                right   trusted  trusted and right  of trusted right  whole trusted  median px      s    MiB',
  );
  for (const { from, to, metres, least } of PAIRS) {
    const [a, b] = [await loadPicture(folder, from), await loadPicture(folder, to)];
    const name = `truth_${from}_${to}.flo`;
    const truth = readFlo(readFileSync(join(folder, name)), name);
    for (const { name: method, camera, isJudged } of METHODS) {
      const { result, seconds } = await timed(() => bench.estimator.estimate(a, b, { camera }));
      const score = scoreDrive(result.forward, result.reliability.forward, truth);
      const mebibytes = result.geometry ? streetMemory(a) : denseMemory(a);
      const row = { pair: `${from} → ${to}`, method, ...score, seconds, mebibytes };
      rows.push(row);
      const verdict = isJudged ? ` ${judge(row, least, bench)}` : '';
      console.log(
        `${`${row.pair} (${metres} m)`.padEnd(17)} ${method.padEnd(14)} ${percent(score.right)} ${percent(score.trusted)} ` +
          `${percent(score.both).padStart(18)} ${percent(score.trustedRight).padStart(17)} ${percent(score.whole).padStart(14)} ` +
          `${score.median.toFixed(2).padStart(10)} ${seconds.toFixed(1).padStart(6)} ${mebibytes.toFixed(0).padStart(6)}${verdict}`,
      );
    }
  }
  return rows;
}

const LIMITS = {
  right: 'right',
  both: 'trusted and right',
  trustedRight: 'of the trusted right',
  whole: 'of the whole picture trusted',
} as const;

function judge(row: DriveRow, least: DriveLimits, { demand }: FlowBench): string {
  const words = Object.entries(LIMITS).map(([key, what]) => {
    const limit = key as keyof DriveLimits;
    return demand(
      row[limit] >= least[limit],
      `drive ${row.pair}: ${(100 * row[limit]).toFixed(1)} % ${what}, ${100 * least[limit]} % is asked`,
    );
  });
  return words.includes('FAILED') ? 'FAILED' : 'passed';
}

async function loadPicture(folder: string, frame: number): Promise<FloatImage> {
  const { data, info } = await sharp(join(folder, `${String(frame).padStart(6, '0')}.png`))
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 3, data: Float32Array.from(data) };
}
