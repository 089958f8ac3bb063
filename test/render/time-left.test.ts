import { describe, expect, it } from 'vitest';
import { createTimeLeft } from '../../src/render/time-left.ts';

/** A clock that a test sets. */
function clockFrom(start: number) {
  let seconds = start;
  return { now: () => seconds, pass: (more: number) => (seconds += more) };
}

describe('createTimeLeft', () => {
  it('knows nothing of the time before anything was measured', () => {
    const { now, pass } = clockFrom(100);
    const film = createTimeLeft([10, 10], now);
    pass(5);
    expect(film.step(0, 0)).toEqual({ done: 0, left: undefined });
  });

  it('goes by evaluations: a first frame of 50 and two of 25', () => {
    const { now, pass } = clockFrom(1000);
    const film = createTimeLeft([50, 25, 25], now);
    // 10 of 100 evaluations in 20 s: 2 s each, 90 to come.
    pass(20);
    expect(film.step(0, 0.2)).toEqual({ done: 0.1, left: 180 });
    pass(80);
    film.frame(0, false);
    pass(20);
    const { done, left } = film.step(1, 0.4);
    expect(done).toBeCloseTo(0.6, 12);
    expect(left).toBeCloseTo(80, 9);
  });

  it('counts a frame that settled early as done, at the rate that this gives', () => {
    const { now, pass } = clockFrom(0);
    const film = createTimeLeft([100, 100], now);
    pass(10);
    film.step(0, 0.3);
    film.frame(0, false);
    pass(5);
    // 150 of 200 planned in 15 s.
    expect(film.step(1, 0.5)).toEqual({ done: 0.75, left: 5 });
  });

  it('counts kept frames as done, but not in the rate', () => {
    const { now, pass } = clockFrom(0);
    const film = createTimeLeft([50, 25, 25], now);
    pass(3);
    film.frame(0, true);
    pass(1);
    film.frame(1, true);
    expect(film.step(2, 0)).toEqual({ done: 0.75, left: undefined });
    pass(10);
    expect(film.step(2, 0.4)).toEqual({ done: 0.85, left: 15 });
  });

  it('leaves out a kept frame between painted ones, as where a damaged one was painted again', () => {
    const { now, pass } = clockFrom(0);
    const film = createTimeLeft([10, 10, 20], now);
    pass(20);
    film.frame(0, false);
    pass(1);
    film.frame(1, true);
    pass(10);
    // 10 in 20 s and 5 in 10 s: 2 s each, 15 to come.
    expect(film.step(2, 0.25)).toEqual({ done: 0.625, left: 30 });
  });

  it('ends at 1 with nothing left', () => {
    const { now, pass } = clockFrom(0);
    const film = createTimeLeft([10], now);
    pass(7);
    expect(film.step(0, 1)).toEqual({ done: 1, left: 0 });
  });
});
