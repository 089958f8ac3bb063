import type { ScoutedRoute } from '../../frames/scout/scout-summary.ts';
import type { ScoutedPlace } from '../../frames/scout/scouted.ts';
import { useDocument } from '../state/document-store.ts';
import { choiceRules, planOf, type RoutePlan, scoutedRoute, scoutKey } from './route-plan.ts';
import { useScout } from './scout-store.ts';

/** The open project's drive; the same object as long as nothing of it changes. */
export function usePlan(): RoutePlan | null {
  return useDocument(({ document }) => (document ? planOf(document.params) : null));
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
  const rules = useDocument(({ document }) => (document ? choiceRules(document.params) : null));
  if (!plan || !findings || !rules || findings.key !== current) return null;
  return scoutedRoute(plan, findings.candidates, rules);
}
