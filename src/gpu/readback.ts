import { PleinAirError } from '../core/errors.ts';

/**
 * Maps a buffer to be read, after all work submitted before.
 * @throws PleinAirError kind `device` where the device was lost: its own error would pass for an abort by the person
 */
export async function mapToRead(staging: GPUBuffer): Promise<void> {
  await staging.mapAsync(GPUMapMode.READ).catch((cause: unknown) => {
    throw new PleinAirError(
      'device',
      `The GPU gave no result back: ${cause instanceof Error ? cause.message : String(cause)}`,
      'The device was probably lost: start the render again, it goes on where it was.',
      { cause },
    );
  });
}

/**
 * Copies `length` floats of a storage buffer to the host, after all work submitted before.
 * @throws PleinAirError as `mapToRead`
 */
export async function readFloats(device: GPUDevice, source: GPUBuffer, length: number): Promise<Float32Array> {
  const bytes = length * 4;
  const staging = device.createBuffer({
    label: 'readback',
    size: bytes,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  try {
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(source, 0, staging, 0, bytes);
    device.queue.submit([encoder.finish()]);
    await mapToRead(staging);
    return new Float32Array(staging.getMappedRange().slice(0));
  } finally {
    staging.destroy();
  }
}
