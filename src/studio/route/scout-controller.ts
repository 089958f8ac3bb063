import { isAbort, PleinAirError } from '../../core/errors.ts';
import { runScout, type ScoutProgress } from '../../frames/scout/run-scout.ts';
import { readableError } from '../render/run-errors.ts';
import type { StudioServices } from '../services.ts';
import { useDocument } from '../state/document-store.ts';
import { planOf, scoutKey } from './route-plan.ts';
import { NOTHING_SCOUTED, type ScoutState, useScout } from './scout-store.ts';
import { routeConflict, sourceOf } from './source-rules.ts';

/** Of the project whose findings the store holds. */
let endWatch: () => void = () => undefined;

/** Asks the source, without cost, what it has along the open project's route. Does nothing while a look is under way. */
export async function startScout(services: Pick<StudioServices, 'street'>): Promise<void> {
  const { document } = useDocument.getState();
  if (!document || useScout.getState().status === 'looking') return;
  const { params, id: project } = document;
  const abort = new AbortController();
  const cancel = () => abort.abort();
  useScout.setState({ ...NOTHING_SCOUTED, status: 'looking', cancel });
  // What an earlier look still tells while it ends is not of this one.
  const tell = (part: Partial<ScoutState>) => {
    if (useScout.getState().cancel === cancel) useScout.setState(part);
  };
  endWatch();
  endWatch = useDocument.subscribe(({ document: now }) => {
    if (now?.id === project) return;
    endWatch();
    abort.abort();
    tell(NOTHING_SCOUTED);
  });
  try {
    const source = sourceOf(params);
    const plan = planOf(params);
    const conflict = routeConflict(params);
    if (!source || !plan || conflict !== null) {
      throw new PleinAirError('input', conflict ?? 'There is no route yet.', 'Draw, type or import a route.');
    }
    const key = scoutKey(params);
    const show = ({ answered, total, candidates }: ScoutProgress) =>
      tell({ answered, total, findings: { source: source.id, key, candidates } });
    const provider = services.street.imagery(source.id);
    const { route_search_radius_m: radius, route_outdoor_only: outdoorOnly } = params;
    const options = { radius, outdoorOnly, signal: abort.signal };
    for await (const progress of runScout(provider, plan.places, options)) show(progress);
    tell({ status: 'done' });
  } catch (error) {
    if (isAbort(error)) tell({ status: 'stopped' });
    else tell({ status: 'failed', error: readableError(error, 'Looking along the route', 'The route is kept.') });
  }
}
