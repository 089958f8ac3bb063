import { useEffect, useRef } from 'react';
import { useBuiltInPicture } from './built-in-pictures-context.tsx';

/** The picture of a built-in painting; the name stands beside it. */
export function BuiltInTile({ id, className }: { id: string; className?: string | undefined }) {
  const picture = useBuiltInPicture(id);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!picture || !canvas.current) return;
    const { width, height, data } = picture;
    canvas.current.width = width;
    canvas.current.height = height;
    canvas.current.getContext('2d')?.putImageData(new ImageData(data, width, height), 0, 0);
  }, [picture]);
  return <canvas ref={canvas} className={className} aria-hidden data-drawn={picture !== null || undefined} />;
}
