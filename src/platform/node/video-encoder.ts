import { NullTarget, Output, Quality, VideoSample, VideoSampleSource, WebMOutputFormat } from 'mediabunny';
import { PleinAirError } from '../../core/errors.ts';
import type { VideoCodecName, VideoEncoderProvider } from '../video-encoder.ts';

/** Node has no WebCodecs; libav's encoders (through @mediabunny/server) take their place in mediabunny. */
export function createNodeVideoEncoder(): VideoEncoderProvider {
  return {
    async prepare(codec, size) {
      // Films have even sides (export pads them): 4:2:0 has no half chroma samples.
      const width = size.width + (size.width % 2);
      const height = size.height + (size.height % 2);
      try {
        // Loaded when first asked for: it brings a native library that everything but films does without.
        const { registerMediabunnyServer } = await import('@mediabunny/server');
        // Software encoders alone: the same film on every machine, and no probing of graphics cards, which libav reports on stderr.
        registerMediabunnyServer({ hardwareContext: null });
        await encodeOneFrame(codec, width, height);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new PleinAirError(
          'unsupported',
          `This machine cannot encode ${codec} at ${width} × ${height} pixels: ${reason}`,
          'Choose another export_codec (vp9, vp8, av1) or size, or write stills; `npm ci` repairs a broken installation.',
          { cause },
        );
      }
    },
  };
}

/** Only trying tells: libav is asked for sizes and codecs that its build may not know when the encoder opens, not before. */
async function encodeOneFrame(codec: VideoCodecName, width: number, height: number): Promise<void> {
  const output = new Output({ format: new WebMOutputFormat(), target: new NullTarget() });
  const source = new VideoSampleSource({ codec, quality: new Quality('very-low') });
  output.addVideoTrack(source);
  try {
    await output.start();
    using sample = new VideoSample(new Uint8Array((width * height * 3) / 2), {
      format: 'I420',
      codedWidth: width,
      codedHeight: height,
      timestamp: 0,
      duration: 1,
    });
    await source.add(sample);
    await output.finalize();
  } catch (error) {
    await output.cancel().catch(() => undefined);
    throw error;
  }
}
