import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type FetchedPicture,
  type ImageryProvider,
  ImageryRefusal,
  type PictureRef,
  type ScoutAnswer,
  type View,
} from '../../src/frames/imagery.ts';
import { metresBetween } from '../../src/frames/nearby/sphere.ts';
import { SOURCE_FACTS } from '../../src/frames/source-facts.ts';
import type { LatLng } from '../../src/route/lat-lng.ts';
import { real } from '../support/reals.ts';
import { errorOf, expectForPeople, type ImageryCase } from './imagery-case.ts';

const VIEW: View = { width: 128, height: 72, heading: 20, pitch: 0, fov: 90 };

/** What every imagery provider does: `src/frames/imagery.ts` in tests. */
export function describeImageryProvider(name: string, open: () => Promise<ImageryCase>): void {
  describe(`the imagery provider contract: ${name}`, () => {
    let opened: ImageryCase;
    let radius: number;
    beforeAll(async () => {
      opened = await open();
      radius = opened.radius;
    });
    afterAll(() => opened.server.close());

    const scouted = async (provider: ImageryProvider, places: readonly LatLng[], signal?: AbortSignal) => {
      const answers: ScoutAnswer[] = [];
      for await (const answer of provider.scout(places, { radius }, signal)) answers.push(answer);
      return answers.sort((a, b) => a.index - b.index);
    };
    const pictureAt = async (provider: ImageryProvider, index = 0): Promise<PictureRef> => {
      const [answer] = await scouted(provider, opened.covered.slice(index, index + 1));
      const found = answer?.candidates[0];
      if (!found) throw new Error(`there is nothing near place ${index}`);
      return { id: found.id, position: found.position };
    };
    it('is one of the known services', () => {
      expect(SOURCE_FACTS[opened.create().id].id).toBe(opened.create().id);
    });

    it('answers each place once, nearest pictures first, all within the radius', async () => {
      const places = opened.covered;
      const answers = await scouted(opened.create(), places);
      expect(answers.map(({ index }) => index)).toEqual(places.map((_, i) => i));
      for (const { index, candidates } of answers) {
        const distances = candidates.map(({ position }) => metresBetween(position, places[index] as LatLng));
        expect(distances.length).toBeGreaterThan(0);
        expect(new Set(candidates.map(({ id }) => id)).size).toBe(candidates.length);
        for (const [i, metres] of distances.entries()) {
          expect(metres).toBeLessThanOrEqual(radius + 0.01);
          expect(metres).toBeGreaterThanOrEqual((distances[i - 1] ?? 0) - 0.01);
        }
      }
    });

    it('asks no more than once for each place and picture', async () => {
      const before = opened.server.requests.length;
      const answers = await scouted(opened.create(), opened.covered);
      const pictures = new Set(answers.flatMap(({ candidates }) => candidates.map(({ id }) => id)));
      const asked = opened.server.requests.length - before;
      expect(asked).toBeLessThanOrEqual(opened.covered.length + pictures.size + 5);
    });

    it('tells of well-formed pictures, with the credit that is to be shown', async () => {
      const answers = await scouted(opened.create(), opened.covered.slice(0, 40));
      for (const sighting of answers.flatMap(({ candidates }) => candidates)) {
        // As long as a project file takes it.
        expect(sighting.id).toMatch(/^.{1,200}$/su);
        expect(sighting.date ?? '2020').toMatch(/^\d{4}(-(0[1-9]|1[0-2])(-([0-2]\d|3[01]))?)?$/);
        expect(['view', 'panorama', 'flat']).toContain(sighting.projection);
        if (sighting.projection === 'panorama') expect(sighting.heading).not.toBeNull();
        expect(sighting.heading ?? 0).toBeGreaterThanOrEqual(0);
        expect(sighting.heading ?? 0).toBeLessThan(360);
        expect(sighting.fov ?? 90).toBeGreaterThan(0);
        expect(sighting.fov ?? 90).toBeLessThan(180);
        expect(Math.abs(sighting.position.lat)).toBeLessThanOrEqual(90);
        expect(Math.abs(sighting.position.lng)).toBeLessThanOrEqual(180);
        expect(sighting.credit.text.trim()).not.toBe('');
        expect(sighting.credit.link ?? 'https://').toMatch(/^https:\/\//);
        for (const secret of opened.secrets) expect(JSON.stringify(sighting)).not.toContain(secret);
      }
    });

    it('answers places far from every picture, and the same place twice', async () => {
      const [far, near] = [opened.empty[0], opened.covered[3]];
      if (!far || !near) throw new Error('the case lacks places');
      const answers = await scouted(opened.create(), [...opened.empty, near, far, near]);
      expect(answers.map(({ candidates }) => candidates.length > 0)).toEqual([
        ...opened.empty.map(() => false),
        true,
        false,
        true,
      ]);
      expect(answers.at(-1)?.candidates).toEqual(answers.at(-3)?.candidates);
    });

    it('asks nothing where there are no places', async () => {
      const before = opened.server.requests.length;
      expect(await scouted(opened.create(), [])).toEqual([]);
      expect(opened.server.requests.length).toBe(before);
    });

    it('stops scouting when told to', async () => {
      const before = opened.server.requests.length;
      const aborted = await errorOf(scouted(opened.create(), opened.covered, AbortSignal.abort()));
      expect(aborted).toMatchObject({ name: 'AbortError' });
      expect(opened.server.requests.length).toBe(before);
      const controller = new AbortController();
      let answered = 0;
      const middle = await errorOf(
        (async () => {
          for await (const _ of opened.create().scout(opened.covered, { radius }, controller.signal)) {
            if (++answered === 1) controller.abort();
          }
        })(),
      );
      expect(middle).toMatchObject({ name: 'AbortError' });
      expect(answered).toBeLessThan(opened.covered.length);
    });

    it('stops asking when nobody listens any more', async () => {
      // Counted where they leave: what is under way when the scout ends may reach the server later.
      const sent = vi.spyOn(opened.server.fetcher, 'fetch');
      for await (const _ of opened.create().scout(opened.covered, { radius })) break;
      const before = sent.mock.calls.length;
      expect(before).toBeGreaterThan(0);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(sent).toHaveBeenCalledTimes(before);
      sent.mockRestore();
    });

    it('names what it asks for in the same way always, and nothing else so', async () => {
      const provider = opened.create();
      const [one, other] = [await pictureAt(provider), await pictureAt(provider, opened.covered.length - 1)];
      expect(provider.asks(one, VIEW)).toBe(opened.create().asks({ ...one }, { ...VIEW }));
      expect(provider.asks(one, VIEW)).not.toBe(provider.asks(other, VIEW));
      fc.assert(
        fc.property(
          fc.tuple(
            fc.string({ minLength: 1, maxLength: 30, unit: 'binary' }),
            fc.string({ minLength: 1, maxLength: 30 }),
          ),
          fc.record({
            width: fc.integer({ min: 64, max: 2048 }),
            height: fc.integer({ min: 64, max: 2048 }),
            heading: real(0, 360),
            pitch: real(-90, 90),
            fov: real(10, 120),
          }),
          ([a, b], view) => {
            const [first, second] = [a, b].map((id) => provider.asks({ ...one, id }, view));
            expect(first).toMatch(/^[A-Za-z0-9=,./_-]+$/);
            expect(first?.split('/')).not.toContain('..');
            for (const secret of opened.secrets) expect(first).not.toContain(secret);
            expect(first === second).toBe(a === b);
          },
        ),
      );
    });

    it('gives bytes that are pictures, and says how to read them', async () => {
      const provider = opened.create();
      const ref = await pictureAt(provider);
      const { sighting, layout, tiles, size } = await provider.fetch(ref, VIEW);
      expect(sighting.id).toBe(ref.id);
      expect(layout.kind).toBe(sighting.projection === 'panorama' ? 'panorama' : 'picture');
      expect(tiles.length).toBeGreaterThan(0);
      // Without a size of the whole there is one file, which is the whole.
      if (!size) expect(tiles).toMatchObject([{ x: 0, y: 0 }]);
      for (const { bytes, x, y } of tiles) {
        const { info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
        expect(info.width * info.height).toBeGreaterThan(0);
        expect([x >= 0, y >= 0, x < (size?.width ?? 1), y < (size?.height ?? 1)]).not.toContain(false);
      }
      if (layout.kind === 'panorama') {
        const { left, top, right, bottom } = layout.covers;
        expect([left >= 0, left < right, right <= 1, top >= 0, top < bottom, bottom <= 1]).not.toContain(false);
        expect([layout.heading >= 0, layout.heading < 360, Math.abs(layout.pitch) <= 90]).not.toContain(false);
      }
    });

    it('sends the same for what has the same name, to whoever opens the project elsewhere too', async () => {
      const provider = opened.create();
      const ref = await pictureAt(provider);
      const hashable = ({ layout, tiles, size }: FetchedPicture) => ({ layout, tiles, size });
      const here = await provider.fetch(ref, VIEW);
      expect(hashable(await opened.create().fetch(ref, VIEW))).toEqual(hashable(here));
      const elsewhere: View = { ...VIEW, heading: 200 };
      const same = provider.asks(ref, elsewhere) === provider.asks(ref, VIEW);
      if (same) expect(hashable(await provider.fetch(ref, elsewhere))).toEqual(hashable(here));
    });

    it('stops fetching when told to', async () => {
      const provider = opened.create();
      const ref = await pictureAt(provider, 7);
      const before = opened.server.requests.length;
      expect(await errorOf(provider.fetch(ref, VIEW, AbortSignal.abort()))).toMatchObject({ name: 'AbortError' });
      expect(opened.server.requests.length).toBe(before);
      const controller = new AbortController();
      const work = errorOf(provider.fetch(ref, VIEW, controller.signal));
      setTimeout(() => controller.abort(), 1);
      expect(await work).toMatchObject({ name: 'AbortError' });
    });

    it('fails for a picture that is not there with an error of this picture alone', async () => {
      const [position] = opened.empty;
      if (!position) throw new Error('the case lacks places');
      const error = await errorOf(
        opened.create().fetch({ id: '7f3a0000-dead-4bee-8000-00000000beef', position }, VIEW),
      );
      expectForPeople(error, opened.secrets);
      expect(error).not.toBeInstanceOf(ImageryRefusal);
      // Nothing is wrong with the network: any number of them in a row says nothing of the next one.
      expect(error).toMatchObject({ kind: 'input' });
      expect((error as Error).message).toContain('7f3a0000-dead');
    });

    it('says that it is refused, whether it scouts or fetches', async () => {
      const ref = await pictureAt(opened.create());
      const refused = opened.createRefused();
      for (const error of [
        await errorOf(scouted(refused, opened.covered.slice(0, 10))),
        await errorOf(refused.fetch(ref, VIEW)),
      ]) {
        expectForPeople(error, opened.secrets);
        expect(error).toBeInstanceOf(ImageryRefusal);
      }
    });

    it('tells its key to the service that it belongs to, and to nobody else', async () => {
      const provider = opened.create();
      await provider.fetch(await pictureAt(provider), VIEW);
      const told = opened.server.requests.filter(({ url, body, headers }) =>
        opened.secrets.some((secret) =>
          `${decodeURIComponent(url.href)}${body}${JSON.stringify(headers)}`.includes(secret),
        ),
      );
      expect([...new Set(told.map(({ url }) => url.host))].sort()).toEqual([...opened.keyHosts].sort());
    });
  });
}
