import type { Dispatch } from '../../gpu/kernel.ts';
import type { PipelineCache } from '../../gpu/pipeline-cache.ts';
import { type Recording, record } from '../../gpu/recording.ts';
import type { FilterStore } from './filters.ts';
import { assignSlots, type SlotAssignment } from './plan/slots.ts';
import { type Resolve, type Step, type Tensor, tensorBytes, totalBytes } from './plan/tensor.ts';
import type { Shortage } from './shortage.ts';

/** Steps that can be laid into a workspace again and again. */
export interface Layout {
  readonly steps: readonly Step[];
  readonly slots: SlotAssignment;
  /** tensors of the network's weights that the steps read, each once */
  readonly filters: readonly Tensor[];
  /** bytes of the largest binding; no more than the limit that the steps were planned with, unless not even a band could be bound */
  readonly largestBinding: number;
}

/** Bytes of the largest binding among steps, filters not counted. */
function largestBindingOf(steps: readonly Step[]): number {
  let largest = 0;
  const standIn: Resolve = (tensor) => ({
    // Only sizes are looked at: nothing is on a device yet.
    buffer: tensor as unknown as GPUBuffer,
    offset: 0,
    size: tensor.kind === 'filters' ? 0 : tensorBytes(tensor),
  });
  for (const { dispatches } of steps) {
    for (const { buffers } of dispatches(standIn)) {
      for (const { size } of buffers) largest = Math.max(largest, size);
    }
  }
  return largest;
}

/** Lays out steps. @param kept tensors that need a buffer though no step names them */
export function layout(steps: readonly Step[], kept: readonly Tensor[] = []): Layout {
  const filters = new Map<string, Tensor>();
  for (const { tensors } of steps)
    for (const tensor of tensors) if (tensor.kind === 'filters') filters.set(tensor.name, tensor);
  return {
    steps,
    slots: assignSlots(steps, kept),
    filters: [...filters.values()],
    largestBinding: largestBindingOf(steps),
  };
}

/** Bytes that a layout takes alone, filters too. */
export function layoutBytes({ slots, filters }: Omit<Layout, 'steps'>): number {
  return 4 * slots.floats.reduce((sum, floats) => sum + floats, 0) + totalBytes(filters);
}

/** Steps with their buffers. */
export interface Bound {
  readonly recording: Recording;
  /** for each dispatch of the recording, its share of the evaluation's FLOPs; they sum to 1 */
  readonly shares: readonly number[];
  /** dispatches of the first `steps` steps */
  dispatchesOf(steps: number): number;
  buffer(tensor: Tensor): GPUBuffer;
  /** what steps bind of a tensor */
  readonly resolve: Resolve;
}

/**
 * Buffers that one picture at a time is worked on with. Layouts of all sizes share them, rank by rank; a layout that needs more makes them
 * grow, and the others are bound anew when their turn comes.
 */
export interface Workspace {
  /** in use by an objective */
  busy: boolean;
  readonly bytes: number;
  /**
   * Makes the buffers large enough, and the filters. Where that is too much beside what other layouts needed, their part is given up.
   * @returns what is in the way, or null
   * @throws PleinAirError kind `device` as the filters
   */
  reserve(layout: Omit<Layout, 'steps'>): Promise<Shortage | null>;
  /** @param layout reserved just before */
  bind(layout: Layout): Promise<Bound>;
  /** Frees everything; the work of all that is bound must be done. It can be used again. */
  dispose(): void;
}

/**
 * Whether a buffer or a binding of a layout is larger than a device allows.
 * @returns the one that exceeds its limit, or null
 */
export function pieceTooLarge(
  { slots, largestBinding }: Omit<Layout, 'steps'>,
  { maxBufferSize, maxStorageBufferBindingSize }: GPUSupportedLimits,
): Shortage | null {
  const largest = 4 * Math.max(...slots.floats);
  if (largest > maxBufferSize) return { what: 'buffer', bytes: largest, limit: maxBufferSize };
  if (largestBinding <= maxStorageBufferBindingSize) return null;
  return { what: 'buffer', bytes: largestBinding, limit: maxStorageBufferBindingSize };
}

export function createWorkspace(device: GPUDevice, pipelines: PipelineCache, filters: FilterStore): Workspace {
  const buffers: GPUBuffer[] = [];
  const bound = new Map<Layout, { readonly of: readonly GPUBuffer[]; readonly steps: Bound }>();

  /** Grows what is too small, or frees all buffers. @returns whether there was the memory */
  const grow = async ({ slots, filters: wanted }: Omit<Layout, 'steps'>): Promise<boolean> => {
    const allocate = filters.plan(wanted);
    device.pushErrorScope('out-of-memory');
    slots.floats.forEach((floats, i) => {
      const size = Math.max(16, 4 * Math.ceil(floats));
      const old = buffers[i];
      if (old && old.size >= size) return;
      old?.destroy();
      const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
      buffers[i] = device.createBuffer({ label: `style engine ${i}`, size, usage });
    });
    const made = allocate();
    if (!(await device.popErrorScope())) {
      made.fill();
      return true;
    }
    made.destroy();
    for (const buffer of buffers.splice(0)) buffer.destroy();
    // Memory comes back only when the device has passed the point where it was freed.
    await device.queue.onSubmittedWorkDone();
    return false;
  };

  const reserve = async (wanted: Omit<Layout, 'steps'>): Promise<Shortage | null> => {
    const tooLarge = pieceTooLarge(wanted, device.limits);
    if (tooLarge) return tooLarge;
    // The second time there is nothing but what this layout wants.
    if ((await grow(wanted)) || (await grow(wanted))) return null;
    const bytes = layoutBytes(wanted);
    return { what: 'memory', bytes, limit: bytes };
  };

  return {
    busy: false,
    get bytes() {
      return buffers.reduce((sum, { size }) => sum + size, 0);
    },
    reserve,
    async bind(wanted) {
      const { steps, slots } = wanted;
      const own = buffers.slice(0, slots.floats.length);
      const known = bound.get(wanted);
      if (known?.of.every((buffer, i) => buffer === own[i])) return known.steps;
      known?.steps.recording.dispose();
      const buffer = (tensor: Tensor): GPUBuffer => {
        if (tensor.kind === 'filters') return filters.get(tensor);
        const slot = slots.slotOf.get(tensor);
        if (slot === undefined) throw new Error(`workspace: "${tensor.name}" is in no step`);
        return own[slot]!;
      };
      const { maxStorageBufferBindingSize } = device.limits;
      // Buffers are shared: a tensor that can be bound may stand in one that cannot.
      const resolve: Resolve = (tensor) => {
        const whole = buffer(tensor);
        return whole.size <= maxStorageBufferBindingSize
          ? whole
          : { buffer: whole, offset: 0, size: Math.max(16, tensorBytes(tensor)) };
      };
      const parts = steps.map((step) => ({ step, dispatches: step.dispatches(resolve) }));
      const dispatches: Dispatch[] = parts.flatMap((part) => part.dispatches);
      const flops = parts.reduce((sum, { step }) => sum + step.flops, 0) || 1;
      const ends: number[] = [];
      for (const { dispatches: own } of parts) ends.push((ends.at(-1) ?? 0) + own.length);
      const made: Bound = {
        recording: await record(device, pipelines, dispatches),
        shares: parts.flatMap(({ step, dispatches: own }) => own.map(() => step.flops / flops / own.length)),
        dispatchesOf: (count) => (count === 0 ? 0 : ends[count - 1]!),
        buffer,
        resolve,
      };
      bound.set(wanted, { of: own, steps: made });
      return made;
    },
    dispose() {
      for (const { steps } of bound.values()) steps.recording.dispose();
      bound.clear();
      for (const buffer of buffers.splice(0)) buffer.destroy();
    },
  };
}
