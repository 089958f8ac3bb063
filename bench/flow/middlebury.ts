import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { FlowField } from '../../src/core/field.ts';
import type { FloatImage } from '../../src/core/image.ts';
import { readFlo } from '../../src/flow/flo.ts';

/** Pairs of the Middlebury flow benchmark with public ground truth (Baker et al. 2011) that the bench measures. */
export const SCENES = ['RubberWhale', 'Grove2', 'Urban3'] as const;

/** Two pictures with the true motion from the first to the second. */
export interface TruePair {
  readonly a: FloatImage;
  readonly b: FloatImage;
  readonly truth: FlowField;
}

/** @param folder with a folder for each scene: `frame10.png`, `frame11.png`, `flow10.flo` */
export async function loadScene(folder: string, scene: string): Promise<TruePair> {
  const fileOf = (name: string) => join(folder, scene, name);
  const [a, b] = [await loadRgb(fileOf('frame10.png')), await loadRgb(fileOf('frame11.png'))];
  return { a, b, truth: readFlo(readFileSync(fileOf('flow10.flo')), `${scene}/flow10.flo`) };
}

async function loadRgb(file: string): Promise<FloatImage> {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 3, data: Float32Array.from(data) };
}
