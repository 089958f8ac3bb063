import { isAbort, PleinAirError } from '../../core/errors.ts';
import type { Sighting } from '../../frames/imagery.ts';
import { readableError } from '../render/run-errors.ts';
import type { StudioServices } from '../services.ts';
import { useDocument } from '../state/document-store.ts';
import { planOf, scoutKey } from './route-plan.ts';
import { NOTHING_SCOUTED, type ScoutState, useScout } from './scout-store.ts';
import { routeConflict, sourceOf } from './source-rules.ts';

/** Milliseconds between two looks of the screens at what has come in. */
const SHOW_EVERY = 150;

/** Asks the source, without cost, what it has along the open project's route. Does nothing while a look is under way. */
export async function startScout(services: Pick<StudioServices, 'street'>): Promise<void> {
  const { document } = useDocument.getState();
  if (!document || useScout.getState().status === 'looking') return;
  const { params } = document;
  const abort = new AbortController();
  const plan = planOf(params);
  const total = plan?.places.length ?? 0;
  const candidates: (readonly Sighting[] | null)[] = Array.from({ length: total }, () => null);
  let answered = 0;
  let shown = 0;
  const show = (part: Partial<ScoutState>) => {
    shown = performance.now();
    const source = sourceOf(params)?.id;
    const findings = source ? { source, key: scoutKey(params), candidates: [...candidates] } : null;
    useScout.setState({ answered, findings, ...part });
  };
  useScout.setState({ ...NOTHING_SCOUTED, status: 'looking', total, cancel: () => abort.abort() });
  try {
    const source = sourceOf(params);
    const conflict = routeConflict(params);
    if (!source || !plan || conflict !== null) {
      throw new PleinAirError('input', conflict ?? 'There is no route yet.', 'Draw, type or import a route.');
    }
    const provider = services.street.imagery(source.id);
    const places = plan.places.map(({ position }) => position);
    const radius = params.route_search_radius_m;
    for await (const answer of provider.scout(places, { radius }, abort.signal)) {
      candidates[answer.index] = answer.candidates;
      answered++;
      if (performance.now() - shown > SHOW_EVERY) show({});
    }
    show({ status: 'done' });
  } catch (error) {
    if (isAbort(error)) show({ status: 'stopped' });
    else show({ status: 'failed', error: readableError(error) });
  }
}
