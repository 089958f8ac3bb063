import { useEffect, useRef } from 'react';
import type { BlobStore } from '../../platform/blob-store.ts';
import { openBitmap } from '../../platform/browser/bitmap.ts';
import classes from './Thumbnail.module.css';

interface ThumbnailProps {
  /** where the picture is kept */
  readonly store: BlobStore;
  readonly sha256: string;
  /** CSS pixels */
  readonly width: number;
  readonly height: number;
}

/** A small view of a kept picture, read when it comes into sight. Its name stands beside it. */
export function Thumbnail({ store, sha256, width, height }: ThumbnailProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const controller = new AbortController();
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      // A picture that cannot be shown leaves its place empty; the name beside it stays.
      draw(element, () => store.get(sha256), controller.signal).catch(() => undefined);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      controller.abort();
    };
  }, [store, sha256]);
  return <canvas ref={canvas} className={classes.thumbnail} style={{ width, height }} aria-hidden />;
}

async function draw(canvas: HTMLCanvasElement, load: () => Promise<Uint8Array | null>, signal: AbortSignal) {
  const bytes = await load();
  if (!bytes || signal.aborted) return;
  const width = canvas.clientWidth * devicePixelRatio;
  const height = canvas.clientHeight * devicePixelRatio;
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>]);
  const bitmap = await openBitmap(blob, { resizeWidth: Math.round(width * 1.5), resizeQuality: 'medium' });
  if (!signal.aborted) {
    canvas.width = Math.round(width);
    canvas.height = Math.round(height);
    // Fills the canvas and cuts off what is beyond.
    const scale = Math.max(canvas.width / bitmap.width, canvas.height / bitmap.height);
    const [drawnWidth, drawnHeight] = [bitmap.width * scale, bitmap.height * scale];
    const [left, top] = [(canvas.width - drawnWidth) / 2, (canvas.height - drawnHeight) / 2];
    canvas.getContext('2d')?.drawImage(bitmap, left, top, drawnWidth, drawnHeight);
  }
  bitmap.close();
}
