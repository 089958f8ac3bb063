import { describe, expect, it } from 'vitest';
import { videoFrameName, videoTimes } from '../../../src/studio/frames/video-times.ts';

describe('moments taken from a video', () => {
  it('are evenly spaced from the first picture on, before the end', () => {
    expect(videoTimes(0.5, 2.5, { perSecond: 2, most: 100 })).toEqual([0.5, 1, 1.5, 2]);
  });

  it('leave no moment at the end itself, though rounding would put one there', () => {
    // 0.1 + 0.2 > 0.3 in binary: the span is a hair longer than three tenths.
    expect(videoTimes(0, 0.1 + 0.2, { perSecond: 10, most: 100 })).toHaveLength(3);
  });

  it('are at most as many as asked for', () => {
    expect(videoTimes(0, 60, { perSecond: 2, most: 5 })).toHaveLength(5);
  });

  it('are one for a video shorter than their distance, and none where nothing is', () => {
    expect(videoTimes(0, 0.04, { perSecond: 2, most: 9 })).toEqual([0]);
    expect(videoTimes(3, 3, { perSecond: 2, most: 9 })).toEqual([]);
    expect(videoTimes(0, 9, { perSecond: 0, most: 9 })).toEqual([]);
  });

  it('give names that sort by time', () => {
    expect(videoFrameName('walk.home.mp4', 6)).toBe('walk.home-0007.jpg');
  });
});
