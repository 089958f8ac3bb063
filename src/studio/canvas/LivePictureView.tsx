import { useLayoutEffect, useRef } from 'react';
import type { LivePicture } from '../../render/worker/client.ts';

/** The frame in work, as it looks now. */
export function LivePictureView({ picture, label }: { picture: LivePicture; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const { width, height, data } = picture;
    const element = canvas.current;
    if (!element) return;
    // Setting a size clears the canvas, so only where it changes.
    if (element.width !== width) element.width = width;
    if (element.height !== height) element.height = height;
    element.getContext('2d')?.putImageData(new ImageData(data, width, height), 0, 0);
  }, [picture]);
  return <canvas ref={canvas} role="img" aria-label={label} data-evaluation={picture.evaluation} />;
}
