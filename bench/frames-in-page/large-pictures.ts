import sharp from 'sharp';
import { createPanoramaxServer } from '../../test/servers/panoramax.ts';
import { item, pictureOf } from '../../test/servers/panoramax-pictures.ts';
import type { StandIn, StandInAnswer, StandInRequest } from '../../test/servers/stand-in.ts';

/** Drawn small and every tenth alone, which is quick; scaled up and each of a brightness of its own: what is measured is how much comes. */
const DRAWN = 512;
const DRAWN_EVERY = 10;
const DARKER = 0.03;
/** Makes files of some hundred kilobytes, as those of the service are. */
const QUALITY = 96;

/** The stand-in for Panoramax with pictures as large as the service's own, each made once. */
export function createLargePictures(width: number): StandIn & { draw(index: number): Promise<void> } {
  const small = createPanoramaxServer({ width: DRAWN });
  const drawn = new Map<number, Promise<StandInAnswer>>();
  const files = new Map<number, Promise<StandInAnswer>>();

  const drawnAt = (index: number): Promise<StandInAnswer> => {
    const answer = drawn.get(index) ?? Promise.resolve(small.answer(requestFor(index)));
    drawn.set(index, answer);
    return answer;
  };
  const enlarge = async (index: number): Promise<StandInAnswer> => {
    const which = index % DRAWN_EVERY;
    const answer = await drawnAt(index - which);
    const picture = sharp(answer.body as Uint8Array)
      .resize(width, width / 2)
      .linear(1 - which * DARKER, 0);
    return { ...answer, body: new Uint8Array(await picture.jpeg({ quality: QUALITY }).toBuffer()) };
  };
  const fileOf = (index: number): Promise<StandInAnswer> => {
    const file = files.get(index) ?? enlarge(index);
    files.set(index, file);
    return file;
  };
  return {
    hosts: small.hosts,
    answer: (request) => {
      const [, folder, id = ''] = request.url.pathname.split('/');
      const picture = folder === 'derivates' ? pictureOf(id) : null;
      return picture ? fileOf(picture.index) : small.answer(request);
    },
    /** Makes the picture of this number along the street before it is asked for. */
    draw: async (index) => void (await fileOf(index)),
  };
}

function requestFor(index: number): StandInRequest {
  const { href } = item({ name: 'whole', pass: 0, index }).assets.sd;
  return { method: 'GET', url: new URL(href), headers: {}, body: '' };
}
