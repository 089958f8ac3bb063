import { Quality } from 'mediabunny';
import type { Size } from '../core/image.ts';
import type { VideoCodecName } from '../platform/video-encoder.ts';

/**
 * Constant quantizer of `auto`, on the codec's own scale (VP9 0–63, AV1 0–255). Painted frames are texture all over, where a
 * given rate starves: measured on The Starry Night panning at 640 × 480 with ±20 grey levels of noise, VP9 at 20 kept
 * 36.9 dB luma (6 Mbit/s at 12 frames/s; 38.1 dB and 1.9 Mbit/s without noise), at 28 only 33.5 dB. VP8 knows no constant quantizer.
 */
const AUTO_QUANTIZER: Partial<Record<VideoCodecName, number>> = { vp9: 18, av1: 80 };

/** Where an encoder takes a rate alone: at 2 bits a pixel VP8 kept 40.7 dB of the same picture. */
const AUTO_BITS_PER_PIXEL = 2;

const MAX_RATE = 200_000_000;

/**
 * What the encoder is asked for.
 * @param bitrate kbit/s, or `auto` for quality that keeps painted texture, whatever the rate
 * @param frameRate packets a second
 */
export function videoQuality(codec: VideoCodecName, bitrate: 'auto' | number, size: Size, frameRate: number): Quality {
  if (bitrate !== 'auto') return new Quality({ bitrate: Math.round(bitrate * 1000) });
  const rate = Math.min(MAX_RATE, Math.round(AUTO_BITS_PER_PIXEL * size.width * size.height * frameRate));
  const quantizer = AUTO_QUANTIZER[codec];
  return new Quality(quantizer === undefined ? { bitrate: rate } : { quantizer, bitrate: rate });
}
