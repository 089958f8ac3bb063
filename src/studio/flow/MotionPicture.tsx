import { useLayoutEffect, useRef } from 'react';
import type { RgbaImage } from '../../core/image.ts';

/** Pixels on a canvas. */
export function MotionPicture({ picture, label }: { picture: RgbaImage; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const { width, height, data } = picture;
    canvas.current?.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
  }, [picture]);
  return <canvas ref={canvas} width={picture.width} height={picture.height} role="img" aria-label={label} />;
}
