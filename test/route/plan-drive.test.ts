import { describe, expect, it } from 'vitest';
import { PleinAirError } from '../../src/core/errors.ts';
import type { DriveSettings } from '../../src/route/drive.ts';
import { destination } from '../../src/route/geodesy.ts';
import type { LatLng } from '../../src/route/lat-lng.ts';
import { driveSettings, planDrive, plannedFrames, routeLength } from '../../src/route/plan-drive.ts';
import { fromPair, toPair } from '../../src/route/position-pair.ts';

const start = { lat: 55.7047, lng: 13.191 };
const settings = (change: Partial<DriveSettings> = {}): DriveSettings => ({
  points: [start, destination(start, 100, 0)],
  spacing: 5,
  maxFrames: 300,
  heading: { mode: 'travel', lookAt: null, offset: 0, smooth: 15 },
  ...change,
});
const refusal = (change: Partial<DriveSettings>): PleinAirError => {
  try {
    planDrive(settings(change));
  } catch (error) {
    if (error instanceof PleinAirError) return error;
  }
  throw new Error('not refused');
};

describe('planDrive', () => {
  it('composes places and headings', () => {
    const places = planDrive(settings({ heading: { mode: 'travel', lookAt: null, offset: 90, smooth: 15 } }));
    expect(places.length).toBe(21);
    expect(places[3]!.along).toBe(15);
    expect(places[3]!.position.lat).toBeCloseTo(start.lat + 15 / 111_195.08, 9);
    for (const { heading } of places) expect(heading).toBeCloseTo(90, 6);
  });

  it('has as many places as were announced', () => {
    const points = [start, destination(start, 333, 20), destination(start, 500, 100)];
    for (const [spacing, maxFrames] of [
      [5, 300],
      [0.37, 5000],
      [100, 2],
      [7, 20],
    ] as const) {
      const planned = plannedFrames(routeLength(points), spacing, maxFrames);
      expect(planDrive(settings({ points, spacing, maxFrames })).length).toBe(planned);
    }
    expect(plannedFrames(100, 5, Number.POSITIVE_INFINITY)).toBe(21);
    expect(plannedFrames(104.9, 5, 300)).toBe(21);
    expect(plannedFrames(0, 5, 300)).toBe(1);
  });

  it('takes 5,000 places of 20,000 vertices without a noticeable wait', () => {
    const points: LatLng[] = [start];
    for (let i = 1; i < 20_000; i++) points.push(destination(points[i - 1]!, 1.3, 40 * Math.sin(i / 50)));
    const wide = settings({ points, maxFrames: 5000 });
    planDrive(wide);
    // Time of the processor, not of the clock: other tests may run beside this one.
    const times = Array.from({ length: 3 }, () => {
      const before = process.cpuUsage();
      expect(planDrive(wide).length).toBe(5000);
      return process.cpuUsage(before).user / 1000;
    });
    // 25 ms; one that looked at every vertex for every place would take seconds
    expect(Math.min(...times)).toBeLessThan(100);
  });

  it.each([
    ['no points', { points: [] }, /no points/],
    ['one point', { points: [start] }, /one point/],
    ['a place off the earth', { points: [start, { lat: 95, lng: 200 }] }, /Point 2 .*latitude 95/],
    ['a place that is no number', { points: [start, { lat: Number.NaN, lng: 0 }] }, /Point 2 .*NaN/],
    ['no spacing', { spacing: 0 }, /0 m apart/],
    ['endless spacing', { spacing: Number.POSITIVE_INFINITY }, /Infinity m apart/],
    ['half a frame', { maxFrames: 0.5 }, /at most 0.5 frames/],
    ['negative smoothing', { heading: { mode: 'travel', lookAt: null, offset: 0, smooth: -1 } }, /spread over -1 m/],
    [
      'an offset that is no number',
      { heading: { mode: 'fixed', lookAt: null, offset: Number.NaN, smooth: 0 } },
      /offset is NaN/,
    ],
    ['no pin', { heading: { mode: 'lookat', lookAt: null, offset: 0, smooth: 0 } }, /frame_lookat/],
    [
      'a pin off the earth',
      { heading: { mode: 'lookat', lookAt: { lat: 0, lng: 181 }, offset: 0, smooth: 0 } },
      /place to look at .*181/,
    ],
  ] satisfies [string, Partial<DriveSettings>, RegExp][])('refuses %s', (_, change, message) => {
    const error = refusal(change);
    expect(error.kind).toBe('input');
    expect(error.message).toMatch(message);
    expect(error.remedy).not.toBe('');
  });

  it('suspects swapped coordinates', () => {
    expect(refusal({ points: [start, { lat: 139.7, lng: 35.7 }] }).remedy).toMatch(/swapped/);
    expect(refusal({ points: [start, { lat: 139.7, lng: 215 }] }).remedy).not.toMatch(/swapped/);
  });
});

describe('driveSettings', () => {
  it('takes the drive out of the params', () => {
    expect(
      driveSettings({
        route_points: [
          [55.7, 13.2],
          [55.8, 13.3],
        ],
        route_spacing_m: 4,
        route_max_frames: 40,
        frame_heading_mode: 'lookat',
        frame_lookat: [55.75, 13.25],
        frame_heading_offset: -10,
        frame_heading_smooth_m: 12,
      }),
    ).toEqual({
      points: [
        { lat: 55.7, lng: 13.2 },
        { lat: 55.8, lng: 13.3 },
      ],
      spacing: 4,
      maxFrames: 40,
      heading: { mode: 'lookat', lookAt: { lat: 55.75, lng: 13.25 }, offset: -10, smooth: 12 },
    });
  });

  it('writes a place as latitude, longitude', () => {
    expect(toPair(start)).toEqual([55.7047, 13.191]);
    expect(fromPair(toPair(start))).toEqual(start);
  });
});
