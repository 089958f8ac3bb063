import { describe, expect, it } from 'vitest';
import { decodePolyline } from '../../../src/route/services/polyline.ts';

describe('decodePolyline', () => {
  // https://developers.google.com/maps/documentation/utilities/polylinealgorithm
  it('reads the format’s own example', () => {
    expect(decodePolyline('_p~iF~ps|U_ulLnnqC_mqNvxq`@', 5)).toEqual([
      { lat: 38.5, lng: -120.2 },
      { lat: 40.7, lng: -120.95 },
      { lat: 43.252, lng: -126.453 },
    ]);
  });

  it('reads six decimals, and nothing from nothing', () => {
    expect(decodePolyline('_p~iF~ps|U', 6)).toEqual([{ lat: 3.85, lng: -12.02 }]);
    expect(decodePolyline('', 6)).toEqual([]);
  });
});
