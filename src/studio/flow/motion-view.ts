import { create } from 'zustand';
import type { MotionPictures } from './motion-messages.ts';

/** What can be seen of the motion between two frames. */
export const MOTION_VIEWS = ['motion', 'reliability', 'carried', 'difference'] as const;
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
};

/** What a view shows, in a sentence. @param earlier, later numbers of the frames, in the order in which they are painted, from 1 */
export function viewText(shown: MotionViewName, pictures: MotionPictures, earlier: number, later: number): string {
  const { largest, trusted, left, motion } = pictures;
  switch (shown) {
    case 'motion':
      return `What frame ${later} shows has moved since frame ${earlier}, by ${largest.toFixed(1)} px at most in a picture ${motion.width} px wide: the colour at the rim.`;
    case 'reliability':
      return `${Math.round(100 * trusted)} % of frame ${later} can be trusted to follow frame ${earlier} in a picture ${motion.width} px wide (white). The painting is held to it where that is so at its own size.`;
    case 'carried':
      return `Frame ${earlier} carried along the motion to where frame ${later} sees it; clear where it has nothing to give.`;
    case 'difference':
      return `What is left between that and frame ${later}: ${left.toFixed(1)} of 255 grey levels on average; black is none.`;
  }
}
