import { readFileSync } from 'node:fs';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import { readParamsTag } from '../../src/export/params-tag.ts';

/** What a parser says of a WebM file, and the params in its tag. */
export async function readFilm(path: string) {
  const bytes = readFileSync(path);
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const track = (await input.getPrimaryVideoTrack())!;
  return {
    codec: await track.getCodec(),
    frames: (await track.computePacketStats()).packetCount,
    seconds: await input.computeDuration(),
    tag: await readParamsTag(bytes),
  };
}
