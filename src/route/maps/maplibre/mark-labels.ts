import { type MapLayerMouseEvent, type Map as MapLibre, Popup } from 'maplibre-gl';
import type { MarkProperties } from './overlay-features.ts';
import { MARKS } from './overlay-layers.ts';

interface MarkLabels {
  /** Says whether marks answer to the mouse at all. */
  setLive(live: boolean): void;
}

/** Shows each mark's label beside the mouse and tells of clicks on marks. */
export function addMarkLabels(map: MapLibre, onMark: (id: string) => void): MarkLabels {
  let isLive = true;
  const popup = new Popup({
    closeButton: false,
    closeOnClick: false,
    focusAfterOpen: false,
    className: 'plein-air-map-label',
    offset: 10,
    maxWidth: '320px',
  });
  const hide = () => {
    popup.remove();
    if (isLive) map.getCanvas().style.removeProperty('cursor');
  };
  map.on('mousemove', MARKS, (event: MapLayerMouseEvent) => {
    const mark = event.features?.[0]?.properties as MarkProperties | undefined;
    if (!isLive || !mark) return;
    map.getCanvas().style.cursor = 'pointer';
    popup.setLngLat(event.lngLat).setText(mark.label);
    if (!popup.isOpen()) popup.addTo(map);
  });
  map.on('mouseleave', MARKS, hide);
  map.on('click', MARKS, (event: MapLayerMouseEvent) => {
    const mark = event.features?.[0]?.properties as MarkProperties | undefined;
    if (isLive && mark) onMark(mark.id);
  });
  return {
    setLive(live) {
      hide();
      isLive = live;
    },
  };
}
