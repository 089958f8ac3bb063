import type { FlowField } from '../../src/core/field.ts';
import type { FloatImage } from '../../src/core/image.ts';

/** What is used of OpenCV.js, whose own types name neither its heap nor its start. */
interface OpenCv {
  onRuntimeInitialized?: () => void;
  readonly Mat?: new () => Mat;
  readonly CV_8UC1: number;
  matFromArray(rows: number, columns: number, type: number, data: ArrayLike<number>): Mat;
  calcOpticalFlowFarneback(
    a: Mat,
    b: Mat,
    flow: Mat,
    pitch: number,
    levels: number,
    window: number,
    iterations: number,
    polynomial: number,
    sigma: number,
    flags: number,
  ): void;
  readonly DISOpticalFlow?: unknown;
}

interface Mat {
  readonly data32F: Float32Array;
  delete(): void;
}

/** Flow by a published implementation, to stand beside ours. */
export interface OpenCvFlow {
  /** Farnebäck 2003, 5 levels, window 15 */
  farneback(a: FloatImage, b: FloatImage): FlowField;
  /** whether this build has DIS; the one measured here does not */
  readonly hasDis: boolean;
}

export async function openOpenCv(): Promise<OpenCvFlow> {
  const cv = (await import('@techstark/opencv-js')).default as unknown as OpenCv;
  if (!cv.Mat) await new Promise<void>((resolve) => (cv.onRuntimeInitialized = resolve));
  return {
    hasDis: cv.DISOpticalFlow !== undefined,
    farneback(a, b) {
      const { width, height } = a;
      const [first, second] = [a, b].map((image) => cv.matFromArray(height, width, cv.CV_8UC1, greyOf(image)));
      const flow = new cv.Mat!();
      cv.calcOpticalFlowFarneback(first!, second!, flow, 0.5, 5, 15, 10, 7, 1.5, 0);
      const data = flow.data32F.slice();
      for (const mat of [first!, second!, flow]) mat.delete();
      return { width, height, data };
    },
  };
}

function greyOf({ data, width, height }: FloatImage): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) =>
    Math.round(0.299 * data[3 * i]! + 0.587 * data[3 * i + 1]! + 0.114 * data[3 * i + 2]!),
  );
}
