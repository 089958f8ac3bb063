import { mapToRead } from './readback.ts';

/** Two timestamps of the device: one as work begins, one as it ends. */
export interface PassClock {
  /** for a pass of the work that is timed: whether it is the first one, and whether it is the last */
  writes(first: boolean, last: boolean): GPUComputePassDescriptor;
  resolve(encoder: GPUCommandEncoder): void;
  /** milliseconds between the two, once the work is done @throws PleinAirError as `mapToRead` */
  read(): Promise<number>;
  dispose(): void;
}

/** @param device with the feature `timestamp-query` */
export function createPassClock(device: GPUDevice): PassClock {
  const bytes = 16;
  const querySet = device.createQuerySet({ type: 'timestamp', count: 2 });
  const resolved = device.createBuffer({
    label: 'timestamps',
    size: bytes,
    usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
  });
  const staging = device.createBuffer({
    label: 'timestamps, read back',
    size: bytes,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  return {
    writes(first, last) {
      if (!first && !last) return {};
      return {
        timestampWrites: {
          querySet,
          ...(first && { beginningOfPassWriteIndex: 0 }),
          ...(last && { endOfPassWriteIndex: 1 }),
        },
      };
    },
    resolve(encoder) {
      encoder.resolveQuerySet(querySet, 0, 2, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, bytes);
    },
    async read() {
      await mapToRead(staging);
      const [begin, end] = new BigInt64Array(staging.getMappedRange().slice(0));
      staging.unmap();
      return Number(end! - begin!) / 1e6;
    },
    dispose() {
      querySet.destroy();
      resolved.destroy();
      staging.destroy();
    },
  };
}
