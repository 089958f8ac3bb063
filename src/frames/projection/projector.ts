import type { RgbaImage } from '../../core/image.ts';
import type { PictureLayout, View } from '../imagery.ts';

export type PanoramaLayout = Extract<PictureLayout, { kind: 'panorama' }>;

/** Port: cuts perspective views out of equirectangular panoramas. */
export interface Projector {
  /**
   * What a level pinhole camera in the panorama's place sees: every ray is exact, whatever the panorama's heading, pitch and roll. Detail finer than the
   * view's pixels averages out. What `covers` leaves out is filled from the nearest edge. Alpha is not looked at; the view is opaque.
   * @throws PleinAirError kind `device` where the GPU has no room or was lost; the signal's reason when aborted
   */
  project(panorama: RgbaImage, layout: PanoramaLayout, view: View, signal?: AbortSignal): Promise<RgbaImage>;
  /** Frees what is kept between views; call it when no work is under way. */
  dispose(): void;
}
