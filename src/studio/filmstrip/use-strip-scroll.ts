import { type RefObject, useEffect, useState } from 'react';
import { scrollTo, type VisibleRange, visibleRange } from './visible-range.ts';

/** Follows a strip's scrolling, and scrolls it so that the selected thumbnail stays on screen. */
export function useStripScroll(
  strip: RefObject<HTMLElement | null>,
  selected: number,
  pitch: number,
  count: number,
): VisibleRange {
  const [range, setRange] = useState<VisibleRange>({ first: 0, end: Math.min(count, 24) });
  useEffect(() => {
    const element = strip.current;
    if (!element) return;
    const measure = () => {
      const next = visibleRange(element.scrollLeft, element.clientWidth, pitch, count);
      setRange((old) => (old.first === next.first && old.end === next.end ? old : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [strip, pitch, count]);
  useEffect(() => {
    const element = strip.current;
    if (element) element.scrollLeft = scrollTo(selected, element.scrollLeft, element.clientWidth, pitch);
  }, [strip, selected, pitch]);
  return range;
}
