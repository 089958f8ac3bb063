import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImageryProvider, Sighting } from '../../../src/frames/imagery.ts';
import { createEmptyProject } from '../../../src/studio/projects/new-project.ts';
import { setRoute } from '../../../src/studio/route/route-actions.ts';
import { startScout } from '../../../src/studio/route/scout-controller.ts';
import { NOTHING_SCOUTED, useScout } from '../../../src/studio/route/scout-store.ts';
import type { StreetServices } from '../../../src/studio/services.ts';
import { useDocument } from '../../../src/studio/state/document-store.ts';
import { eventually } from '../../support/eventually.ts';

const A = { lat: 55.7047, lng: 13.191 };
const B = { lat: 55.7047, lng: 13.194 };

const sighting: Sighting = {
  id: 'one',
  position: A,
  date: '2022-01',
  projection: 'panorama',
  heading: 10,
  fov: null,
  sequence: null,
  kind: 'outdoor',
  credit: { text: '© A', link: null, shareAlike: true },
};

/** A service that answers the first place, and the others when the test says so. */
function slowService() {
  const signals: AbortSignal[] = [];
  const gates: (() => void)[] = [];
  const provider: Pick<ImageryProvider, 'scout'> = {
    async *scout(places, _, signal) {
      if (signal) signals.push(signal);
      yield { index: 0, candidates: [sighting] };
      await new Promise<void>((resolve, reject) => {
        gates.push(resolve);
        // Some time passes until a request that was given up is over.
        signal?.addEventListener('abort', () => setTimeout(() => reject(signal.reason), 30));
      });
      for (let index = 1; index < places.length; index++) yield { index, candidates: [] };
    },
  };
  const street = { imagery: () => provider } as unknown as StreetServices;
  return { services: { street }, signals, gates };
}

function openRoute() {
  useDocument.getState().open(createEmptyProject('route', true));
  setRoute([A, B], 'typed');
}

describe('looking along a route', () => {
  beforeEach(() => {
    useScout.setState(NOTHING_SCOUTED, true);
    openRoute();
  });
  afterEach(() => useDocument.getState().open(null));

  it('tells at the end what is there for each place', async () => {
    const { services, gates } = slowService();
    const looking = startScout(services);
    await eventually(() => expect(gates).toHaveLength(1));
    expect(useScout.getState().status).toBe('looking');
    gates[0]?.();
    await looking;
    const { status, answered, total, findings } = useScout.getState();
    expect([status, answered, findings?.candidates.length]).toEqual(['done', total, total]);
    expect(findings?.candidates[0]).toEqual([sighting]);
  });

  it('names a fault of the program by what it stopped', async () => {
    const street = {
      imagery: () => {
        throw new TypeError('x is undefined');
      },
    } as unknown as StreetServices;
    await startScout({ street });
    const { status, error } = useScout.getState();
    expect([status, error?.message]).toEqual([
      'failed',
      'Looking along the route was stopped by a fault of the program: x is undefined',
    ]);
  });

  it('stops when told to, and shows what had been answered', async () => {
    const { services, gates } = slowService();
    const looking = startScout(services);
    await eventually(() => expect(gates).toHaveLength(1));
    useScout.getState().cancel();
    await looking;
    expect(useScout.getState()).toMatchObject({ status: 'stopped', answered: 1 });
  });

  it('ends with its project, and says nothing of it in the next one', async () => {
    const { services, signals, gates } = slowService();
    const first = startScout(services);
    await eventually(() => expect(gates).toHaveLength(1));
    openRoute();
    expect(signals[0]?.aborted).toBe(true);
    expect(useScout.getState()).toEqual(NOTHING_SCOUTED);
    const second = startScout(services);
    await first;
    expect(useScout.getState().status).toBe('looking');
    await eventually(() => expect(gates).toHaveLength(2));
    gates[1]?.();
    await second;
    expect(useScout.getState().status).toBe('done');
    openRoute();
    expect(useScout.getState()).toEqual(NOTHING_SCOUTED);
  });

  it('is not begun with pictures that may not follow the route', async () => {
    setRoute([A, B], 'google');
    const { services, signals } = slowService();
    await startScout(services);
    expect(useScout.getState()).toMatchObject({ status: 'failed' });
    expect(useScout.getState().error?.message).toContain('drawn on Google’s map');
    expect(signals).toEqual([]);
  });
});
