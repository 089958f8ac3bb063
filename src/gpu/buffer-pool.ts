import { PleinAirError } from '../core/errors.ts';

/** Storage buffers of one device, kept for reuse. Whoever opens an arena owns its buffers until it closes the arena. */
export interface BufferPool {
  /** @param owner named in errors and on buffers */
  open(owner: string): Arena;
  /** Bytes lent to open arenas. */
  readonly lentBytes: number;
  /** Bytes that wait for reuse. */
  readonly idleBytes: number;
  /** Destroys idle buffers; call it when no work is under way. @throws Error naming the owners of arenas still open: a leak */
  dispose(): void;
}

/** Buffers with one owner and one end. */
interface Arena {
  /**
   * Storage buffers that can be copied from and to; contents are what their last user left.
   * @param floats length in 32-bit elements, one buffer for each name
   * @throws PleinAirError kind `device` where a buffer is larger than the device allows or memory ends
   */
  take<Name extends string>(floats: Readonly<Record<Name, number>>): Promise<Record<Name, GPUBuffer>>;
  /** Gives all buffers back; a second call does nothing. */
  close(): void;
}

const REMEDY = 'Choose a smaller input_max_size, close other programs that use the GPU, or set job_device: wasm.';

/**
 * A pool over `device`.
 * @param idleLimit bytes kept for reuse when an arena closes; what exceeds them is destroyed
 */
export function createBufferPool(device: GPUDevice, idleLimit = 256 * 2 ** 20): BufferPool {
  const idle = new Map<number, GPUBuffer[]>();
  const open = new Set<string>();
  let serial = 0;
  let lentBytes = 0;
  let idleBytes = 0;

  const create = (owner: string, name: string, size: number): GPUBuffer => {
    const limit = Math.min(device.limits.maxBufferSize, device.limits.maxStorageBufferBindingSize);
    if (size > limit) {
      throw new PleinAirError(
        'device',
        `${owner} needs a buffer of ${mib(size)}, this GPU allows ${mib(limit)}`,
        REMEDY,
      );
    }
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    return device.createBuffer({ label: `${owner}/${name}`, size, usage });
  };

  const giveBack = (buffer: GPUBuffer) => {
    lentBytes -= buffer.size;
    if (idleBytes + buffer.size > idleLimit) return buffer.destroy();
    idleBytes += buffer.size;
    const shelf = idle.get(buffer.size);
    if (shelf) shelf.push(buffer);
    else idle.set(buffer.size, [buffer]);
  };

  return {
    open(owner) {
      serial += 1;
      const id = `${owner} (arena ${serial})`;
      open.add(id);
      const held: GPUBuffer[] = [];
      return {
        async take<Name extends string>(floats: Readonly<Record<Name, number>>) {
          if (!open.has(id)) throw new Error(`${id} is closed`);
          const taken = {} as Record<Name, GPUBuffer>;
          device.pushErrorScope('out-of-memory');
          let scope: Promise<GPUError | null>;
          try {
            for (const [name, length] of Object.entries(floats) as [Name, number][]) {
              const size = Math.max(16, length * 4);
              const reused = idle.get(size)?.pop();
              if (reused) idleBytes -= size;
              const buffer = reused ?? create(owner, name, size);
              lentBytes += size;
              held.push(buffer);
              taken[name] = buffer;
            }
          } finally {
            scope = device.popErrorScope();
          }
          if (await scope) {
            // A buffer that got no memory must not come back from the pool.
            for (const buffer of held.splice(0)) {
              lentBytes -= buffer.size;
              buffer.destroy();
            }
            throw new PleinAirError('device', `${owner} got no GPU memory (${mib(sum(floats) * 4)} asked for)`, REMEDY);
          }
          return taken;
        },
        close() {
          if (!open.delete(id)) return;
          for (const buffer of held.splice(0)) giveBack(buffer);
        },
      };
    },
    get lentBytes() {
      return lentBytes;
    },
    get idleBytes() {
      return idleBytes;
    },
    dispose() {
      for (const shelf of idle.values()) for (const buffer of shelf) buffer.destroy();
      idle.clear();
      idleBytes = 0;
      if (open.size > 0) throw new Error(`GPU buffers are still lent to ${[...open].join(', ')}`);
    },
  };
}

const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const sum = (floats: Readonly<Record<string, number>>) => Object.values(floats).reduce((total, n) => total + n, 0);
