import type { PhotographFacts } from '../../frames/sources/files/placement.ts';
import type { StudioServices } from '../services.ts';
import type { TakeOptions } from './read-video.ts';
import type { VideoRate } from './video-times.ts';

/** What pictures are meant to be. Videos are always frames. */
export type PicturesAs = 'frames' | 'styles';

/** What an import needs from outside. */
export interface ImportPorts {
  readonly services: Pick<StudioServices, 'frames' | 'styles' | 'persist'>;
  /** opens a new project for the files where none is open */
  ensureProject(files: readonly File[]): Promise<void>;
  /** whether a video is a film of ours, which holds its params */
  carriesParams(video: File): Promise<boolean>;
  loadParams(file: File): Promise<void>;
  /** @throws PleinAirError naming the file */
  loadRoute(file: File): Promise<void>;
  /** @throws PleinAirError where the bytes are no picture */
  check(bytes: Uint8Array, name: string): Promise<void>;
  /** where and when a photograph was taken, as far as it says; never rejects */
  facts(bytes: Uint8Array): Promise<PhotographFacts>;
  /** pictures of a video, one after another. @throws PleinAirError where there are none */
  takeFrames(video: File, rate: VideoRate, options: TakeOptions): Promise<void>;
}
