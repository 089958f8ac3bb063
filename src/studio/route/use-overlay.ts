import { useMemo } from 'react';
import type { MapOverlay } from '../../route/maps/map-view.ts';
import { useDocument } from '../state/document-store.ts';
import { overlayOf } from './map-overlay.ts';
import { isKeptOffMap } from './source-rules.ts';
import { usePlan, useScouted } from './use-plan.ts';

/** Everything on the map beside the way; the same object as long as nothing of it changes. */
export function useOverlay(): MapOverlay {
  const plan = usePlan();
  const scouted = useScouted();
  // Of a route's frames nothing is drawn: the map stays as it is while they come in.
  const frames = useDocument(({ document }) => (document?.frames.kind === 'files' ? document.frames : undefined));
  const frame_fov = useDocument(({ document }) => document?.params.frame_fov ?? 90);
  const route_spacing_m = useDocument(({ document }) => document?.params.route_spacing_m ?? 5);
  const frame_heading_mode = useDocument(({ document }) => document?.params.frame_heading_mode ?? 'travel');
  const frame_lookat = useDocument(({ document }) => document?.params.frame_lookat ?? null);
  const keptOff = useDocument(({ document }) => isKeptOffMap(document?.params));
  return useMemo(() => {
    const params = { frame_fov, route_spacing_m, frame_heading_mode, frame_lookat };
    return overlayOf({ plan, scouted, frames, params, keptOff });
  }, [plan, scouted, frames, frame_fov, route_spacing_m, frame_heading_mode, frame_lookat, keptOff]);
}
