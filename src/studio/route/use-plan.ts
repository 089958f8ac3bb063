import { useMemo } from 'react';
import { chooseSightings } from '../../frames/scout/choose-sightings.ts';
import type { ScoutedRoute } from '../../frames/scout/scout-summary.ts';
import type { ChoiceRules, ScoutedPlace } from '../../frames/scout/scouted.ts';
import type { Params } from '../../project/schema.ts';
import { useDocument } from '../state/document-store.ts';
import { planOf, type RoutePlan, scoutKey } from './route-plan.ts';
import { useScout } from './scout-store.ts';

/** The open project's drive; the same object as long as nothing of it changes. */
export function usePlan(): RoutePlan | null {
  // Params that have nothing to do with the way change often, while a slider moves for example.
  const key = useDocument(({ document }) => (document ? planKey(document.params) : null));
  return useMemo(() => {
    const { document } = useDocument.getState();
    return key !== null && document ? planOf(document.params) : null;
  }, [key]);
}

/** What a look along the route has found, for the drive as it is now; null before one, and where it was for another drive. */
export function useScouted(): readonly ScoutedPlace[] | null {
  return useScoutedRoute()?.scouted ?? null;
}

/** The same with what it was chosen from. */
export function useScoutedRoute(): ScoutedRoute | null {
  const plan = usePlan();
  const findings = useScout((state) => state.findings);
  const current = useDocument(({ document }) => (document ? scoutKey(document.params) : null));
  const rules = useDocument(({ document }) => (document ? JSON.stringify(choiceRules(document.params)) : null));
  return useMemo(() => {
    if (!plan || !findings || findings.key !== current || rules === null) return null;
    const { places } = plan;
    const candidates = places.map((_, i) => findings.candidates[i] ?? null);
    const wanted = JSON.parse(rules) as ChoiceRules;
    return { places, candidates, rules: wanted, scouted: chooseSightings(places, candidates, wanted) };
  }, [plan, findings, current, rules]);
}

/** Which pictures the params want. */
export function choiceRules(params: Params): ChoiceRules {
  return {
    outdoorOnly: params.route_outdoor_only,
    from: params.route_date_from,
    to: params.route_date_to,
    dedupe: params.frame_dedupe,
    minMove: params.frame_min_move_m,
    fov: params.frame_fov,
  };
}

function planKey(params: Params): string {
  const heading = [params.frame_heading_mode, params.frame_lookat, params.frame_heading_offset];
  return JSON.stringify([scoutKey(params), heading, params.frame_heading_smooth_m]);
}
