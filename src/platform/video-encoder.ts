/** Codecs that a WebM file may carry here. */
export type VideoCodecName = 'vp9' | 'vp8' | 'av1';

/** Port: makes the platform's video encoders known to mediabunny, which does the encoding and the muxing in `export/`. */
export interface VideoEncoderProvider {
  /**
   * @param size in pixels
   * @throws PleinAirError kind `unsupported` where this machine cannot encode `codec` at that size
   */
  prepare(codec: VideoCodecName, size: { width: number; height: number }): Promise<void>;
}
