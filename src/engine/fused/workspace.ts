import { PleinAirError } from '../../core/errors.ts';
import type { Size } from '../../core/image.ts';
import type { Dispatch } from '../../gpu/kernel.ts';
import type { PipelineCache } from '../../gpu/pipeline-cache.ts';
import { type Recording, record } from '../../gpu/recording.ts';
import type { FilterStore } from './filters.ts';
import { assignSlots, type SlotAssignment } from './plan/slots.ts';
import { type Resolve, type Step, type Tensor, tensorBytes } from './plan/tensor.ts';

/** Steps that can be laid into a workspace again and again. */
export interface Layout {
  readonly steps: readonly Step[];
  readonly slots: SlotAssignment;
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
  return { steps, slots: assignSlots(steps, kept), largestBinding: largestBindingOf(steps) };
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

/** Why a layout has no room, in bytes: one piece is larger than the device allows, or all together are more than it has. */
export interface Shortage {
  readonly what: 'buffer' | 'memory';
  readonly bytes: number;
  /** that the device allows; where memory ended it is what was asked for */
  readonly limit: number;
}

/**
 * Buffers that one picture at a time is worked on with. Layouts of all sizes share them, rank by rank; a layout that needs more makes them
 * grow, and the others are bound anew when their turn comes.
 */
export interface Workspace {
  /** in use by an objective */
  busy: boolean;
  readonly bytes: number;
  /** Makes the buffers large enough. @returns what is in the way, or null */
  reserve(layout: Omit<Layout, 'steps'>): Promise<Shortage | null>;
  /** @throws PleinAirError kind `device` where the device has not enough memory */
  bind(layout: Layout): Promise<Bound>;
  /** Forgets what was bound for a layout that does not come again; its work must be done. */
  release(layout: Layout): void;
  dispose(): void;
}

const mib = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;

/** The error for a person. @param fitting size that has room, where one was found */
export function shortageError({ what, bytes, limit }: Shortage, fitting: Size | null): PleinAirError {
  return new PleinAirError(
    'device',
    what === 'buffer'
      ? `The picture needs ${mib(bytes)} in one piece, and this GPU allows ${mib(limit)}.`
      : `The picture needs ${mib(bytes)} of GPU memory, more than there is.`,
    fitting
      ? `${fitting.width}×${fitting.height} px should fit: set input_max_size to ${Math.max(fitting.width, fitting.height)}. Or close other programs that use the GPU, or set job_device: wasm.`
      : 'Choose a smaller input_max_size, close other programs that use the GPU, or set job_device: wasm.',
  );
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

  const reserve = async (wanted: Omit<Layout, 'steps'>): Promise<Shortage | null> => {
    const tooLarge = pieceTooLarge(wanted, device.limits);
    if (tooLarge) return tooLarge;
    const { slots } = wanted;
    device.pushErrorScope('out-of-memory');
    slots.floats.forEach((floats, i) => {
      const size = Math.max(16, 4 * Math.ceil(floats));
      const old = buffers[i];
      if (old && old.size >= size) return;
      old?.destroy();
      const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
      buffers[i] = device.createBuffer({ label: `style engine ${i}`, size, usage });
    });
    if (!(await device.popErrorScope())) return null;
    for (const buffer of buffers.splice(0)) buffer.destroy();
    const bytes = 4 * slots.floats.reduce((sum, floats) => sum + floats, 0);
    return { what: 'memory', bytes, limit: bytes };
  };

  return {
    busy: false,
    get bytes() {
      return buffers.reduce((sum, { size }) => sum + size, 0);
    },
    reserve,
    async bind(wanted) {
      const shortage = await reserve(wanted);
      if (shortage) throw shortageError(shortage, null);
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
    release(layout) {
      bound.get(layout)?.steps.recording.dispose();
      bound.delete(layout);
    },
    dispose() {
      for (const { steps } of bound.values()) steps.recording.dispose();
      bound.clear();
      for (const buffer of buffers.splice(0)) buffer.destroy();
    },
  };
}
