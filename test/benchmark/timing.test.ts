import { expect, it } from 'vitest';
import { median, timeRepeats } from '../../src/benchmark/timing.ts';

it('the middle value, of an even number the lower one', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([9, 1, 5, 2])).toBe(2);
  expect(() => median([])).toThrow(RangeError);
});

it('warm-up and repeats are done, and an abort ends them', async () => {
  let done = 0;
  const work = async () => ++done;
  expect(await timeRepeats({ warmUp: 2, repeats: 3 }, work)).toBeGreaterThanOrEqual(0);
  expect(done).toBe(5);
  await expect(timeRepeats({ warmUp: 0, repeats: 1 }, work, AbortSignal.abort(new Error('enough')))).rejects.toThrow(
    'enough',
  );
  expect(done).toBe(5);
});

it('time is told for one unit of work', async () => {
  const wait = (units: number) => async () => {
    await new Promise((resolve) => setTimeout(resolve, 40));
    return units;
  };
  const whole = await timeRepeats({ warmUp: 0, repeats: 1 }, wait(1));
  const thousandth = await timeRepeats({ warmUp: 0, repeats: 1 }, wait(1000));
  expect(whole).toBeGreaterThan(thousandth);
});
