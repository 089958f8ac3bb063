import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePlaces } from '../../../src/route/import/typed.ts';
import { real } from '../../support/reals.ts';

const one = (line: string) => parsePlaces(line, 'the text')[0];

describe('typed places', () => {
  it.each([
    ['55.7, 13.2', 55.7, 13.2],
    ['55.7 13.2', 55.7, 13.2],
    ['55.7;13.2', 55.7, 13.2],
    ['55,7; 13,2', 55.7, 13.2],
    ['-33.9, +151', -33.9, 151],
    ['−33.9, 18.4', -33.9, 18.4],
    ['55.7° N, 13.2° E', 55.7, 13.2],
    ['33.9°S 18.4°E', -33.9, 18.4],
    ['13.2 E, 55.7 N', 55.7, 13.2],
    ['N 55.7, W 13.2', 55.7, -13.2],
    ['n55.7 e13.2', 55.7, 13.2],
    ['55°42\'18"N 13°12\'0"E', 55.705, 13.2],
    ['55° 42.3′ N, 13° 12′ E', 55.705, 13.2],
    ['N 55°42’18” E 13°12’', 55.705, 13.2],
    ["-0°30', 0", -0.5, 0],
  ])('may be written as %s', (line, lat, lng) => {
    expect(one(line)?.lat).toBeCloseTo(lat, 12);
    expect(one(line)?.lng).toBeCloseTo(lng, 12);
  });

  it('are read as they are written, whatever the numbers', () => {
    fc.assert(
      fc.property(real(-90, 90), real(-180, 180), fc.constantFrom(', ', ' ', '\t', ';'), (lat, lng, between) => {
        const [a, b] = [lat.toFixed(7), lng.toFixed(7)];
        expect(one(`${a}${between}${b}`)).toEqual({ lat: Number(a), lng: Number(b) });
      }),
    );
  });

  it('stand one to a line, with empty lines between', () => {
    expect(parsePlaces('\r\n1, 2\r\n\r\n  3, 4  \n', 'the text')).toEqual([
      { lat: 1, lng: 2 },
      { lat: 3, lng: 4 },
    ]);
    expect(parsePlaces('', 'the text')).toEqual([]);
  });

  it.each([
    ['Lund', /Line 1 of the text is no place: Lund/],
    ['55.7', /no place/],
    ['55.7, 13.2, 4', /no place/],
    ['55.7 N, 13.2 S', /no place/],
    ['55.7 N, 13.2', /no place/],
    ["55°70' N, 13° E", /no place/],
    ['1e3, 2', /no place/],
    ['95, 200', /Line 1 of the text is at latitude 95, longitude 200/],
    [' '.repeat(3) + '1'.repeat(5000), /no place: 1{40}…/],
  ])('are refused as %s', (line, message) => {
    expect(() => parsePlaces(line, 'the text')).toThrow(message);
  });

  it('name the line that is wrong', () => {
    expect(() => parsePlaces('1, 2\n\nhere', 'the text')).toThrow(/Line 3 of the text/);
    expect(() => parsePlaces('1, 2\nhere')).toThrow(/^Line 2 is no place/);
  });
});
