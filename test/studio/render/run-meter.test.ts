import { expect, test } from 'vitest';
import { createParams } from '../../../src/project/resolve.ts';
import { createRunMeter } from '../../../src/studio/render/run-meter.ts';
import { painted, started, step } from './events.ts';

// Two frames of 10 evaluations each.
const params = createParams({ video_first_iterations: 10, video_iterations: 10 });

function meterAt() {
  const clock = { now: 100 };
  return { clock, meter: createRunMeter(params, () => clock.now) };
}

test('rate, time left and time of the frame follow from the steps', () => {
  const { clock, meter } = meterAt();
  meter.event(started(2));
  for (let evaluation = 1; evaluation <= 4; evaluation++) {
    clock.now += 0.5;
    meter.event(step(0, evaluation));
  }
  clock.now += 0.5;
  const measured = meter.event(step(0, 5));
  expect(measured.rate).toBeCloseTo(2, 9);
  // A quarter of the film in 2.5 s leaves three quarters.
  expect(measured.progress).toBeCloseTo(0.25, 9);
  expect(measured.timeLeft).toBeCloseTo(7.5, 9);
  expect(measured.frameSeconds).toBeCloseTo(2.5, 9);
});

test('nothing is claimed before there is something to measure', () => {
  const { meter } = meterAt();
  expect(meter.event(started(2))).toEqual({ rate: null, timeLeft: null, progress: 0, frameSeconds: null });
});

test('a pause counts neither as work nor towards the rate', () => {
  const { clock, meter } = meterAt();
  meter.event(started(2));
  clock.now += 0.5;
  meter.event(step(0, 1));
  meter.pause();
  clock.now += 3600;
  meter.resume();
  clock.now += 0.5;
  const measured = meter.event(step(0, 2));
  expect(measured.rate).toBeCloseTo(2, 9);
  expect(measured.frameSeconds).toBeCloseTo(1, 9);
  expect(measured.timeLeft).toBeCloseTo(9, 9);
});

test('pausing twice stops the clock once', () => {
  const { clock, meter } = meterAt();
  meter.event(started(2));
  meter.pause();
  clock.now += 10;
  meter.pause();
  clock.now += 10;
  meter.resume();
  meter.resume();
  clock.now += 1;
  expect(meter.event(step(0, 1)).frameSeconds).toBeCloseTo(1, 9);
});

test('the rate follows a change of speed within seconds', () => {
  const { clock, meter } = meterAt();
  meter.event(started(2));
  for (let i = 1; i <= 50; i++) {
    clock.now += 0.1;
    meter.event(step(0, i, 100));
  }
  for (let i = 51; i <= 60; i++) {
    clock.now += 1;
    meter.event(step(0, i, 100));
  }
  // More than the window of 8 s at the new speed: the old one is forgotten.
  expect(meter.event(step(0, 60, 100)).rate).toBeLessThan(1.5);
});

test('kept frames tell nothing of the rate, but count as done', () => {
  const { clock, meter } = meterAt();
  meter.event(started(2, 1));
  clock.now += 5;
  const kept = meter.event(painted(0, 2, true));
  expect(kept.progress).toBeCloseTo(0.5, 9);
  expect(kept.timeLeft).toBeNull();
  clock.now += 1;
  expect(meter.event(step(1, 5)).timeLeft).toBeCloseTo(1, 9);
});

test('the last frame leaves no time', () => {
  const { clock, meter } = meterAt();
  meter.event(started(1));
  clock.now += 1;
  meter.event(step(0, 10));
  expect(meter.event(painted(0, 1))).toMatchObject({ timeLeft: 0, progress: 1, frameSeconds: null });
});

test('a lost device starts the time of the frame anew', () => {
  const { clock, meter } = meterAt();
  meter.event(started(2));
  clock.now += 4;
  meter.event(step(0, 4));
  meter.event({ type: 'device-lost', reason: 'unplugged' });
  clock.now += 1;
  expect(meter.event(step(0, 1)).frameSeconds).toBeCloseTo(1, 9);
});

test('the rate stays on screen from one frame to the next', () => {
  const { clock, meter } = meterAt();
  meter.event(started(2));
  for (let evaluation = 1; evaluation <= 4; evaluation++) {
    clock.now += 0.5;
    meter.event(step(0, evaluation));
  }
  meter.event(painted(0, 2));
  clock.now += 5;
  expect(meter.event(step(1, 1)).rate).toBeCloseTo(2, 9);
  clock.now += 0.25;
  expect(meter.event(step(1, 2)).rate).toBeCloseTo(4, 9);
});
