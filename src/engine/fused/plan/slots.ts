import { type Step, type Tensor, tensorBytes } from './tensor.ts';

/** Which buffer each tensor has. */
export interface SlotAssignment {
  /** 32-bit words of each buffer, largest first */
  readonly floats: readonly number[];
  /** index into `floats` */
  readonly slotOf: ReadonlyMap<Tensor, number>;
}

const wordsOf = (tensor: Tensor) => tensorBytes(tensor) / 4;

/**
 * Gives tensors buffers so that those alive at the same step never share one: each takes the free buffer that fits best, or makes the largest
 * free one grow.
 * @param kept tensors with a buffer of their own, whatever the steps say
 */
export function assignSlots(steps: readonly Step[], kept: readonly Tensor[]): SlotAssignment {
  const lifetimes = new Map<Tensor, { born: number; dies: number }>();
  steps.forEach(({ tensors }, at) => {
    for (const tensor of tensors) {
      if (tensor.kind !== 'work') continue;
      const known = lifetimes.get(tensor);
      if (known) known.dies = at;
      else lifetimes.set(tensor, { born: at, dies: at });
    }
  });
  const slots: { floats: number; free: boolean }[] = [];
  const slotOf = new Map<Tensor, number>();
  const held = new Set<Tensor>(kept);
  for (const { tensors } of steps) for (const tensor of tensors) if (tensor.kind === 'kept') held.add(tensor);
  for (const tensor of held) slotOf.set(tensor, slots.push({ floats: wordsOf(tensor), free: false }) - 1);
  const order = [...lifetimes].sort(([, a], [, b]) => a.born - b.born);
  const alive: Tensor[] = [];
  for (const [tensor, { born }] of order) {
    for (let i = alive.length - 1; i >= 0; i--) {
      if (lifetimes.get(alive[i]!)!.dies >= born) continue;
      slots[slotOf.get(alive[i]!)!]!.free = true;
      alive.splice(i, 1);
    }
    const free = slots.map((slot, i) => ({ ...slot, i })).filter((slot) => slot.free);
    const words = wordsOf(tensor);
    const fitting = free.filter(({ floats }) => floats >= words).sort((a, b) => a.floats - b.floats)[0];
    const largest = free.sort((a, b) => b.floats - a.floats)[0];
    const slot = (fitting ?? largest)?.i ?? slots.push({ floats: 0, free: false }) - 1;
    slots[slot] = { floats: Math.max(slots[slot]!.floats, words), free: false };
    slotOf.set(tensor, slot);
    alive.push(tensor);
  }
  // Largest first, so that plans of several sizes share buffers rank by rank.
  const rank = slots.map((_, i) => i).sort((a, b) => slots[b]!.floats - slots[a]!.floats);
  const place = new Map(rank.map((slot, i) => [slot, i]));
  return {
    floats: rank.map((slot) => slots[slot]!.floats),
    slotOf: new Map([...slotOf].map(([tensor, slot]) => [tensor, place.get(slot)!])),
  };
}
