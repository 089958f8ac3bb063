import { canEncodeVideo, getEncodableVideoCodecs } from 'mediabunny';
import { PleinAirError } from '../../core/errors.ts';
import type { VideoCodecName, VideoEncoderProvider } from '../video-encoder.ts';

const CODECS: VideoCodecName[] = ['vp9', 'vp8', 'av1'];

/** The browser's own encoders (WebCodecs), which mediabunny knows by itself: only their absence has to be told. */
export function createBrowserVideoEncoder(): VideoEncoderProvider {
  return {
    prepare: async (codec, size) => {
      // Films have even sides (export pads them): 4:2:0 has no half chroma samples.
      const even = { width: size.width + (size.width % 2), height: size.height + (size.height % 2) };
      if (!('VideoEncoder' in globalThis)) {
        throw new PleinAirError(
          'unsupported',
          'This browser cannot encode video: it has no WebCodecs here.',
          'Open the studio in a current Chrome, Edge, Firefox or Safari (over https or on this machine), or save the stills.',
        );
      }
      if (await canEncodeVideo(codec, even)) return;
      const others = await getEncodableVideoCodecs(CODECS, even);
      throw new PleinAirError(
        'unsupported',
        `This browser cannot encode ${codec} at ${even.width} × ${even.height} pixels.`,
        others.length > 0
          ? `Set export_codec to ${others.join(' or ')}, which it can, or save the stills.`
          : 'Choose a smaller size or another browser, or save the stills.',
      );
    },
  };
}
