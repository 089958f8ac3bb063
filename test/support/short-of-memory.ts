/** A device whose memory ends early. */
interface ShortDevice {
  readonly device: GPUDevice;
  /** bytes that buffers may take together */
  budget: number;
  /** bytes of all buffers that live now */
  live: number;
  /** the most that lived at once */
  peak: number;
  /** buffers refused where nobody had asked to hear of it */
  unheard: number;
}

/**
 * The given device with a budget: a buffer beyond it is refused as WebGPU does, in the innermost scope for memory. Software adapters
 * themselves never run out before the machine does.
 */
export function shortOfMemory(given: GPUDevice, budget = Number.POSITIVE_INFINITY): ShortDevice {
  const scopes: { filter: GPUErrorFilter; refused: boolean }[] = [];

  const createBuffer = (descriptor: GPUBufferDescriptor): GPUBuffer => {
    if (short.live + descriptor.size > short.budget) {
      const scope = scopes.findLast(({ filter }) => filter === 'out-of-memory');
      if (scope) scope.refused = true;
      else short.unheard++;
      return given.createBuffer({ ...descriptor, size: 16 });
    }
    const buffer = given.createBuffer(descriptor);
    short.live += buffer.size;
    short.peak = Math.max(short.peak, short.live);
    const destroy = buffer.destroy;
    let gone = false;
    buffer.destroy = () => {
      if (!gone) short.live -= buffer.size;
      gone = true;
      destroy.call(buffer);
    };
    return buffer;
  };
  const changed: Partial<GPUDevice> = {
    createBuffer,
    pushErrorScope(filter) {
      scopes.push({ filter, refused: false });
      given.pushErrorScope(filter);
    },
    async popErrorScope() {
      const refused = scopes.pop()?.refused;
      const error = await given.popErrorScope();
      return error ?? (refused ? { message: 'the test’s budget is spent' } : null);
    },
  };
  const device = new Proxy(given, {
    get(target, member) {
      if (member in changed) return Reflect.get(changed, member) as unknown;
      const value = Reflect.get(target, member, target) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const short: ShortDevice = { device, budget, live: 0, peak: 0, unheard: 0 };
  return short;
}
