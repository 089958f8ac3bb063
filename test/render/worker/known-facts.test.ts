import { describe, expect, it } from 'vitest';
import type { FrameItem, RouteFrame } from '../../../src/project/document.ts';
import type { Params } from '../../../src/project/schema.ts';
import type { PreparedFilm } from '../../../src/render/job.ts';
import { createKnownFacts } from '../../../src/render/worker/known-facts.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { jobWith } from './host-fixture.ts';

const hash = 'a'.repeat(64);
const item: FrameItem = { id: '1', name: 'a.jpg', sha256: hash, place: { lat: 55, lng: 13, heading: 90, fov: 80 } };
const film: PreparedFilm = {
  size: { width: 40, height: 22 },
  frames: [
    { name: 'a.jpg', sha256: hash, key: 'prepared/a', pose: { position: [1, 2, 3], heading: 90, pitch: 0, fov: 80 } },
    { name: 'b.jpg', sha256: hash, key: 'prepared/b' },
  ],
};
/** The same where nothing asks for its cameras. */
const blind: PreparedFilm = { ...film, frames: film.frames.map(({ pose: _, ...frame }) => frame) };

describe('a film that is known', () => {
  const foundFor = async (changes: Partial<FrameItem>, params: Partial<Params>) => {
    const facts = createKnownFacts(createMemoryStore(), '1');
    await facts.keepFilm(jobWith({ kind: 'files', items: [item] }, params), film);
    return facts.film(jobWith({ kind: 'files', items: [{ ...item, ...changes }] }, params));
  };
  const posed = { flow_method: 'pose+dense' } as const;
  const turned = { place: { ...item.place!, heading: 91 } };

  it('has the cameras where they are known', async () => {
    expect(await foundFor({ id: '2', date: '2020-01-01' }, posed)).toEqual(film);
  });

  it('has them, and the lens where that alone is known, where motion is found by looking for a camera', async () => {
    const facts = createKnownFacts(createMemoryStore(), '1');
    const job = jobWith({ kind: 'files', items: [item] }, { flow_method: 'auto' });
    const lens: PreparedFilm = { ...film, frames: [film.frames[0]!, { ...film.frames[1]!, fov: 65 }] };
    await facts.keepFilm(job, lens);
    expect(await facts.film(job)).toEqual(lens);
    expect(await facts.film(jobWith({ kind: 'files', items: [item] }, { flow_method: 'dense' }))).toEqual(blind);
  });

  it('stays known when motion is looked for in another way, cameras or not', async () => {
    const facts = createKnownFacts(createMemoryStore(), '1');
    const job = (params: Partial<Params>) => jobWith({ kind: 'files', items: [item] }, params);
    await facts.keepFilm(job({ flow_method: 'dense' }), film);
    expect(await facts.film(job(posed))).toEqual(film);
    expect(await facts.film(job({ flow_method: 'none' }))).toEqual(blind);
  });

  it('is another one with other cameras, where motion is looked for by them', async () => {
    expect(await foundFor(turned, posed)).toBeNull();
    expect(await foundFor(turned, { flow_method: 'dense' })).toEqual(blind);
  });

  it('of a route is another one where a flat picture is found to look less wide', async () => {
    const facts = createKnownFacts(createMemoryStore(), '1');
    const frame: RouteFrame = {
      ...{ id: '1', sourceId: 'x', position: { lat: 55, lng: 13 }, heading: 90 },
      ...{ date: null, credit: null, sha256: hash, sourceSha256: hash },
    };
    const view = { width: 40, height: 22, fov: 90, pitch: 0 };
    const job = (flat?: RouteFrame['flat']) =>
      jobWith({ kind: 'route', source: 'mapillary', view, items: [{ ...frame, ...(flat && { flat }) }] }, posed);
    await facts.keepFilm(job(), film);
    expect(await facts.film(job())).toEqual(film);
    expect(await facts.film(job({ fov: 60 }))).toBeNull();
  });
});
