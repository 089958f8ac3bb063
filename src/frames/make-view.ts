import { sha256 } from '../core/digest.ts';
import { PleinAirError } from '../core/errors.ts';
import type { ImageCodec } from '../platform/image-codec.ts';
import { cutOut, cutOutSha256 } from './cut-out.ts';
import type { FetchedPicture, View } from './imagery.ts';
import { assemble } from './panorama-tiles.ts';
import { outsideShare } from './projection/outside.ts';
import type { PanoramaLayout, Projector } from './projection/projector.ts';
import type { MadeView, ViewMaker } from './view-maker.ts';

/** Largest share of a view that may be filled from a panorama's edge: beyond, most of the frame would be made up. */
const MOST_OUTSIDE = 0.5;

export interface ViewMakerPorts {
  readonly codec: ImageCodec;
  readonly projector: Projector;
}

/** Makes frames on this thread: flat pictures are looked at and kept as they are, panoramas are put together and cut. */
export function createViewMaker({ codec, projector }: ViewMakerPorts): ViewMaker {
  const cut = async (
    picture: FetchedPicture,
    layout: PanoramaLayout,
    view: View,
    source: string,
    signal?: AbortSignal,
  ) => {
    const name = picture.sighting.id;
    const wanted = cutOut(layout, view, name);
    const outside = outsideShare(wanted.layout, wanted.view);
    if (outside > MOST_OUTSIDE) throw looksPast(name, outside, wanted.view);
    const panorama = await assemble(picture, name, codec, signal);
    const image = await projector.project(panorama, wanted.layout, wanted.view, signal);
    const bytes = await codec.encodePng(image);
    return { bytes, sha256: await cutOutSha256(source, wanted), sourceSha256: source };
  };
  return {
    async make(picture, view, signal): Promise<MadeView> {
      signal?.throwIfAborted();
      const { layout, tiles, sighting } = picture;
      const source = await sha256(...tiles.map(({ bytes }) => bytes));
      if (layout.kind === 'panorama') return cut(picture, layout, view, source, signal);
      const [only, ...more] = tiles;
      if (!only || more.length > 0)
        throw new Error(`a flat picture is one file, ${sighting.id} came as ${tiles.length}`);
      await codec.decode(only.bytes, sighting.id);
      signal?.throwIfAborted();
      return { bytes: only.bytes, sha256: source, sourceSha256: source };
    },
  };
}

function looksPast(name: string, outside: number, { heading, pitch }: View): PleinAirError {
  return new PleinAirError(
    'input',
    `The panorama ${name} does not show ${Math.round(outside * 100)} % of what the camera sees at heading ${heading}°, pitch ${pitch}°.`,
    'Turn the camera (frame_heading_offset, frame_pitch), or leave this frame out.',
  );
}
