import { describe, expect, it } from 'vitest';
import { placeInTrack, readTrack, trackSentence } from '../../../src/studio/frames/video-track.ts';

/** North along a meridian, a thousandth of a degree (111 m) every ten seconds, then east for as long. */
const POINTS = [
  ['55.700', '13.200', '12:00:00'],
  ['55.701', '13.200', '12:00:10'],
  ['55.702', '13.200', '12:00:20'],
  ['55.702', '13.202', '12:00:40'],
];
const gpx = (points: readonly (readonly string[])[]) =>
  new File(
    [
      `<?xml version="1.0"?><gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>${points
        .map(([lat, lng, time]) => {
          const stamp = time ? `<time>2021-06-05T${time}Z</time>` : '';
          return `<trkpt lat="${lat}" lon="${lng}">${stamp}</trkpt>`;
        })
        .join('')}</trkseg></trk></gpx>`,
    ],
    'walk.gpx',
  );
const track = await readTrack(gpx(POINTS));

describe('a track that was recorded along with a video', () => {
  it('gives a picture its place, heading and time', () => {
    const { place, date } = placeInTrack({ track, startsAt: 0 }, 5);
    expect(place?.lat).toBeCloseTo(55.7005, 6);
    expect(place?.lng).toBeCloseTo(13.2, 6);
    expect(place?.heading).toBeCloseTo(0, 3);
    expect(date).toBe('2021-06-05T12:00:05Z');
    expect(placeInTrack({ track, startsAt: 0 }, 35).place?.lng).toBeCloseTo(13.2015, 5);
    const later = placeInTrack({ track, startsAt: 0 }, 40);
    expect(later.place?.heading).toBeCloseTo(90, 0);
  });

  it('begins before or after the video, by so many seconds', () => {
    expect(placeInTrack({ track, startsAt: 12 }, 3).date).toBe('2021-06-05T12:00:15Z');
    expect(placeInTrack({ track, startsAt: -12 }, 13).date).toBe('2021-06-05T12:00:01Z');
    expect(placeInTrack({ track, startsAt: 0.5 }, 4.25).place?.lat).toBeCloseTo(55.700475, 6);
  });

  it('gives nothing before its beginning and after its end', () => {
    expect(placeInTrack({ track, startsAt: -2 }, 1)).toEqual({});
    expect(placeInTrack({ track, startsAt: 0 }, 41)).toEqual({});
  });

  it('tells which frames it places', () => {
    expect(trackSentence({ track, startsAt: 0 }, [0, 10, 20])).toBe(
      '40 s of track from 2021-06-05: every frame has a place.',
    );
    expect(trackSentence({ track, startsAt: 30 }, [0, 10, 20])).toBe(
      '40 s of track from 2021-06-05: 2 of 3 frames have a place.',
    );
  });

  it('is refused by name where it has no times, or is no track', async () => {
    const untimed = gpx(POINTS.map(([lat = '', lng = '']) => [lat, lng]));
    await expect(readTrack(untimed)).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining('walk.gpx'),
    });
    const letter = new File(['Dear Jo,'], 'letter.gpx');
    await expect(readTrack(letter)).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining('letter.gpx'),
    });
  });
});
