/**
 * Dense displacement field on the grid of one image: pixel (x, y) of it is seen at (x + u, y + v) in another image.
 * Units are pixels, u to the right, v down.
 */
export interface FlowField {
  readonly width: number;
  readonly height: number;
  /** length = width·height·2, order u, v */
  readonly data: Float32Array;
}

/** One weight per pixel in 0–1 (reliability, occlusion, region). */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/**
 * Flow between images a and b in both directions.
 * A field and its reliability lie on the grid of the image that the field starts from.
 */
export interface FlowPair {
  /** on a's grid: where a's pixels are in b */
  readonly forward: FlowField;
  /** on b's grid: where b's pixels were in a */
  readonly backward: FlowField;
  readonly reliability: {
    /** on a's grid, 1 = forward flow can be trusted */
    readonly forward: Mask;
    /** on b's grid, 1 = backward flow can be trusted: the weight of the temporal loss when b is painted after a */
    readonly backward: Mask;
  };
  /** how the camera moved, where the pictures tell; absent where motion was found without it */
  readonly geometry?: PairGeometry;
  /** what looking for a moving camera came to; absent where nobody asked for one */
  readonly search?: CameraSearch;
}

/** Outcome of looking for a camera that moves through a static scene. */
export interface CameraSearch {
  /**
   * `moves`: its pixels follow their epipolar lines, see `FlowPair.geometry`. Otherwise why none is used: `few-matches`: too little of one picture is found
   * in the other; `no-model`: no movement explains more of the matches than chance does; `no-parallax`: the camera turns on the spot, or
   * everything is far away; `ambiguous`: quite different movements explain the matches equally well; `small-motion`: it moves, but so
   * little that the dense estimator is more exact.
   */
  readonly outcome: 'moves' | 'few-matches' | 'no-model' | 'no-parallax' | 'ambiguous' | 'small-motion';
  /** places of one picture that were found in the other */
  readonly matches: number;
  /** matches that agree with the best movement */
  readonly inliers: number;
}

/**
 * How a pinhole camera moved between pictures a and b of one size, up to scale: a point X in a's camera axes (x right, y down, z forward)
 * is R·X + t in b's. Square pixels, principal point in the middle of the picture.
 */
export interface RelativeCamera {
  /** focal length, pixels */
  readonly focal: number;
  /** R, row by row, 9 numbers */
  readonly rotation: readonly number[];
  /** t, unit length: depths are in units of the way between the cameras */
  readonly translation: readonly [x: number, y: number, z: number];
}

/** What a pair of pictures tells of its cameras, and which pixels follow it. */
export interface PairGeometry {
  readonly camera: RelativeCamera;
  /** 1 where a pixel moves along its epipolar line, as the static scene does; 0 where the dense estimator gave its motion */
  readonly epipolar: {
    /** on a's grid */
    readonly forward: Mask;
    /** on b's grid */
    readonly backward: Mask;
  };
}
