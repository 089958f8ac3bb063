import type { MapMark } from '../map-view.ts';
import { nearestMark } from './nearest-mark.ts';

/** The marks as they answer to the mouse. */
export interface MarkLabels {
  setMarks(marks: readonly MapMark[]): void;
  /** Says whether marks answer to the mouse at all. */
  setLive(live: boolean): void;
  dispose(): void;
}

/** White as the map's own words. */
const LOOK =
  'position: absolute; z-index: 4; padding: 4px 8px; border-radius: 3px; background: #ffffff; color: #17140f; ' +
  'font: 12px sans-serif; white-space: nowrap; pointer-events: none; box-shadow: 0 1px 4px rgb(0 0 0 / 0.4);';

/** Pixels from the mouse to its label. */
const ASIDE = 14;

/** Shows each mark's label beside the mouse and tells of clicks on marks. Only while nothing else on the map takes clicks. */
export function createMarkLabels(map: google.maps.Map, onMark: (id: string) => void): MarkLabels {
  let marks: readonly MapMark[] = [];
  let isLive = true;
  const label = document.createElement('div');
  label.style.cssText = LOOK;

  const markAt = ({ latLng }: google.maps.MapMouseEvent) =>
    isLive && latLng ? nearestMark(marks, latLng.toJSON(), map.getZoom() ?? 0) : null;
  const hide = () => {
    if (!label.isConnected) return;
    label.remove();
    map.setOptions({ draggableCursor: null });
  };
  const listeners = [
    map.addListener('mousemove', (event: google.maps.MapMouseEvent) => {
      const mark = markAt(event);
      if (!mark || !('clientX' in event.domEvent)) return hide();
      const { left, top, width } = map.getDiv().getBoundingClientRect();
      const x = event.domEvent.clientX - left;
      label.textContent = mark.label;
      label.style.top = `${event.domEvent.clientY - top + ASIDE}px`;
      // On the side where there is room.
      label.style.left = x < width / 2 ? `${x + ASIDE}px` : 'auto';
      label.style.right = x < width / 2 ? 'auto' : `${width - x + ASIDE}px`;
      if (label.isConnected) return;
      map.getDiv().append(label);
      map.setOptions({ draggableCursor: 'pointer' });
    }),
    map.addListener('mouseout', hide),
    map.addListener('click', (event: google.maps.MapMouseEvent) => {
      const mark = markAt(event);
      if (mark) onMark(mark.id);
    }),
  ];
  return {
    setMarks(next) {
      marks = next;
    },
    setLive(live) {
      hide();
      isLive = live;
    },
    dispose() {
      hide();
      for (const listener of listeners) listener.remove();
    },
  };
}
