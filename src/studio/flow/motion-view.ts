import { create } from 'zustand';
import type { RgbaImage } from '../../core/image.ts';
import { cameraWords, noCameraWords } from '../../flow/camera-words.ts';
import type { MotionPictures } from './motion-messages.ts';

/** What can be seen of the motion between two frames. */
export const MOTION_VIEWS = ['motion', 'reliability', 'carried', 'difference', 'depth', 'paths'] as const;
export type MotionViewName = (typeof MOTION_VIEWS)[number];

/** Whether the canvas shows motion instead of pictures, and what of it; not kept. */
interface MotionView {
  readonly open: boolean;
  readonly shown: MotionViewName;
  toggle(): void;
  show(shown: MotionViewName): void;
}

export const useMotionView = create<MotionView>()((set) => ({
  open: false,
  shown: 'motion',
  toggle: () => set(({ open }) => ({ open: !open })),
  show: (shown) => set({ shown }),
}));

/** Names of the views, for the switch. */
export const VIEW_LABELS: Readonly<Record<MotionViewName, string>> = {
  motion: 'Motion',
  reliability: 'Reliability',
  carried: 'Carried over',
  difference: 'Difference',
  depth: 'Depth',
  paths: 'Paths',
};

/** The picture of a view. @returns null where there is none: depth without a moving camera */
export function viewPicture(shown: MotionViewName, pictures: MotionPictures): RgbaImage | null {
  if (shown === 'depth') return pictures.depth?.picture ?? null;
  return shown === 'paths' ? pictures.paths.picture : pictures[shown];
}

/** What a view shows, in a sentence. @param earlier, later numbers of the frames, in the order in which they are painted, from 1 */
export function viewText(shown: MotionViewName, pictures: MotionPictures, earlier: number, later: number): string {
  const { largest, trusted, left, motion, depth, paths, camera } = pictures;
  switch (shown) {
    case 'motion':
      return `What frame ${later} shows has moved since frame ${earlier}, by ${largest.toFixed(1)} px at most in a picture ${motion.width} px wide: the colour at the rim.`;
    case 'reliability':
      return `${Math.round(100 * trusted)} % of frame ${later} can be trusted to follow frame ${earlier} in a picture ${motion.width} px wide (white). The painting is held to it where that is so at its own size.`;
    case 'carried':
      return `Frame ${earlier} carried along the motion to where frame ${later} sees it; clear where it has nothing to give.`;
    case 'difference':
      return `What is left between that and frame ${later}: ${left.toFixed(1)} of 255 grey levels on average; black is none.`;
    case 'depth':
      if (!depth) return 'Depth takes a moving camera, and none was found.';
      return `How near everything in frame ${later} is: bright and warm is near, dark blue far. Known for ${percent(depth.known)}; clear elsewhere.`;
    case 'paths': {
      const itself = `${percent(paths.itself)} was found pixel by pixel, and the rest is not trusted.`;
      if (!camera) return `No moving camera was found: of frame ${later}, ${itself}`;
      const cross = paths.marked ? ' The cross marks the epipole, the direction of travel.' : '';
      return `${percent(paths.epipolar)} of frame ${later} follows the camera along epipolar lines, ${itself}${cross}`;
    }
  }
}

/** How the camera moved, in a sentence. @param earlier, later as in `viewText` */
export function cameraText({ camera, search }: MotionPictures, earlier: number, later: number): string {
  const frames = `from frame ${earlier} to frame ${later}`;
  if (camera) {
    const matches = search ? `; ${search.inliers} of ${search.matches} matches agree` : '';
    return `The camera, ${frames}: ${cameraWords(camera)}${matches}.`;
  }
  if (!search) return `How the camera moved ${frames} is not known: flow_method does not look for it.`;
  return `How the camera moved ${frames} is not known: ${noCameraWords(search)}.`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
