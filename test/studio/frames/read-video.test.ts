import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Output, WebMOutputFormat } from 'mediabunny';
import { describe, expect, it } from 'vitest';
import { probeVideo } from '../../../src/studio/frames/read-video.ts';

/** A WebM with so many packets of a video track; what is in them is never decoded here. */
async function webm(packets: number): Promise<File> {
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new EncodedVideoPacketSource('vp8');
  output.addVideoTrack(source, { frameRate: 10 });
  await output.start();
  for (let i = 0; i < packets; i++) {
    const packet = new EncodedPacket(new Uint8Array([0x10, 2, 0]), i === 0 ? 'key' : 'delta', i / 10, 0.1);
    await source.add(packet, { decoderConfig: { codec: 'vp8', codedWidth: 64, codedHeight: 48 } });
  }
  await output.finalize();
  return new File([target.buffer!], 'walk.webm', { type: 'video/webm' });
}

describe('looking at a video', () => {
  it('says so where there is no frame in it', async () => {
    await expect(probeVideo(await webm(0))).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining('There are no frames in the video walk.webm'),
    });
  });

  it('says so where the file is no video', async () => {
    const text = new File(['this is a letter'], 'letter.mp4', { type: 'video/mp4' });
    await expect(probeVideo(text)).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining('letter.mp4 cannot be read'),
    });
  });

  it('names the codec where there is no decoder for it, as here outside of a browser', async () => {
    await expect(probeVideo(await webm(3))).rejects.toMatchObject({
      kind: 'unsupported',
      message: expect.stringContaining('vp8'),
    });
  });
});
