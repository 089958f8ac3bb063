import { PleinAirError } from '../../core/errors.ts';

/** Watches a device: after it refused something or was lost, what its buffers hold is no result. */
export function watchDevice(device: GPUDevice): { check(): void } {
  let failure: string | undefined;
  device.addEventListener('uncapturederror', ({ error }) => {
    failure ??= error.message;
  });
  device.lost.then(({ message }) => {
    failure ??= message;
  });
  return {
    /** @throws PleinAirError kind `device` where the device failed since it is watched */
    check() {
      if (failure === undefined) return;
      throw new PleinAirError(
        'device',
        `The webgpu device gave no result: ${failure}`,
        'It was lost, or its memory ended. Run again, it goes on where it was; where it happens again, choose a smaller input_max_size, or job_device: wasm.',
      );
    },
  };
}
