import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignSlots } from '../../../../src/engine/fused/plan/slots.ts';
import type { Step, Tensor } from '../../../../src/engine/fused/plan/tensor.ts';

const step = (...tensors: Tensor[]): Step => ({
  name: '',
  layer: '',
  variant: '',
  tensors,
  flops: 0,
  bytes: 0,
  dispatches: () => [],
});
const work = (name: string, floats: number): Tensor => ({ name, floats, kind: 'work' });

describe('assignSlots', () => {
  it('lets tensors share a buffer only when one is dead before the other is born', () => {
    const [a, b, c] = [work('a', 100), work('b', 50), work('c', 80)];
    const { floats, slotOf } = assignSlots([step(a), step(a, b), step(b, c)], []);
    expect(slotOf.get(c)).toBe(slotOf.get(a));
    expect(slotOf.get(b)).not.toBe(slotOf.get(a));
    expect(floats).toEqual([100, 50]);
  });

  it('gives kept tensors buffers of their own, those that no step names too, and filters none', () => {
    const kept: Tensor = { name: 'kept', floats: 7, kind: 'kept' };
    const named: Tensor = { name: 'named', floats: 9, kind: 'kept' };
    const filters: Tensor = { name: 'filters', floats: 1e6, kind: 'filters' };
    const { floats, slotOf } = assignSlots([step(named, filters), step(work('a', 3)), step(work('b', 2))], [kept]);
    expect(slotOf.get(filters)).toBeUndefined();
    expect(floats).toEqual([9, 7, 3]);
  });

  it('never lets two tensors of one moment share, and every buffer is long enough, largest first', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 20 }),
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 10, maxLength: 10 }),
        (uses, sizes) => {
          const tensors = sizes.map((floats, i) => work(`t${i}`, floats));
          const steps = uses.map((indices) => step(...new Set(indices.map((i) => tensors[i]!))));
          const { floats, slotOf } = assignSlots(steps, []);
          const lives = tensors.map((tensor) => {
            const at = steps.flatMap(({ tensors: used }, i) => (used.includes(tensor) ? [i] : []));
            return { tensor, born: at[0], dies: at.at(-1)! };
          });
          for (const one of lives) {
            if (one.born === undefined) continue;
            expect(floats[slotOf.get(one.tensor)!]).toBeGreaterThanOrEqual(one.tensor.floats);
            for (const other of lives) {
              if (other === one || other.born === undefined) continue;
              if (other.born > one.dies || one.born > other.dies) continue;
              expect(slotOf.get(other.tensor)).not.toBe(slotOf.get(one.tensor));
            }
          }
          expect([...floats].sort((a, b) => b - a)).toEqual(floats);
        },
      ),
    );
  });
});
