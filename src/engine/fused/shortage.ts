import { PleinAirError } from '../../core/errors.ts';
import type { Size } from '../../core/image.ts';

/** Why a layout has no room, in bytes: one piece is larger than the device allows, or all together are more than it has. */
export interface Shortage {
  readonly what: 'buffer' | 'memory';
  /** of the piece, or of all together, filters too */
  readonly bytes: number;
  /** that the device allows; where memory ended it is what was asked for */
  readonly limit: number;
}

const mib = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;

function shortageError({ what, bytes, limit }: Shortage, whose: string, remedy: string): PleinAirError {
  return new PleinAirError(
    'device',
    what === 'buffer'
      ? `${whose} needs ${mib(bytes)} in one piece, and this GPU allows ${mib(limit)}.`
      : `${whose} needs ${mib(bytes)} of GPU memory, more than there is.`,
    remedy,
  );
}

/** The error for a person. @param fitting size that has room, where one was found */
export function pictureShortage(shortage: Shortage, fitting: Size | null): PleinAirError {
  return shortageError(
    shortage,
    'The picture',
    fitting
      ? `${fitting.width}×${fitting.height} px should fit: set input_max_size to ${Math.max(fitting.width, fitting.height)}. Or close other programs that use the GPU, or set job_device: wasm.`
      : 'Choose a smaller input_max_size, close other programs that use the GPU, or set job_device: wasm.',
  );
}

/** The error for a person where a painting cannot be looked at. @param size at which it was to be seen */
export function paintingShortage(shortage: Shortage, { width, height }: Size): PleinAirError {
  return shortageError(
    shortage,
    `A painting at ${width}×${height} px`,
    'Choose a smaller input_style_scale, input_style_size or input_max_size, close other programs that use the GPU, or set job_device: wasm.',
  );
}
