import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createPinhole, rayThrough } from '../../src/route/pinhole.ts';
import { panoramaJpeg, positionOf, STREET_ORIGIN, type StreetPlace, streetAt, viewJpeg } from './street-pictures.ts';

const place: StreetPlace = { metres: 40, bearing: 70 };

/** Blurred grey levels, 16 × 8: what is compared are the shapes, not the scaling. */
async function shapes(jpeg: Uint8Array, extract?: { left: number; top: number; width: number; height: number }) {
  const whole = sharp(jpeg).greyscale();
  return await (extract ? whole.extract(extract) : whole).resize(16, 8, { fit: 'fill' }).raw().toBuffer();
}

function apart(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, k) => sum + Math.abs(value - (b[k] ?? 0)), 0) / a.length;
}

describe('pictures of the street for stand-ins', () => {
  it('finds places from positions and back', () => {
    const there = streetAt(positionOf(place));
    expect(there.metres).toBeCloseTo(40, 3);
    expect(there.bearing).toBeCloseTo(70, 3);
    expect(streetAt(STREET_ORIGIN).metres).toBe(0);
  });

  it('gives the same bytes for the same view, of the size asked for, and others for another direction', async () => {
    const direction = { heading: 70, pitch: 0, fov: 90 };
    const size = { width: 320, height: 180 };
    const one = await viewJpeg(place, direction, size);
    expect(await viewJpeg({ ...place }, { ...direction }, { ...size })).toEqual(one);
    expect(await sharp(one).metadata()).toMatchObject({ format: 'jpeg', width: 320, height: 180 });
    expect(await viewJpeg(place, { ...direction, heading: 70.5 }, size)).not.toEqual(one);
    expect(await viewJpeg({ ...place, metres: 42 }, direction, size)).not.toEqual(one);
  });

  it('shows in the panorama what a view in the same direction shows', async () => {
    const grey = (jpeg: Uint8Array) => sharp(jpeg).greyscale().raw().toBuffer();
    const size = { width: 48, height: 32 };
    for (const [centre, heading, pitch] of [
      [70, 70, 0],
      [70, 250, 0],
      [200, 100, 20],
    ] as const) {
      const panorama = await grey(await panoramaJpeg(place, { width: 512, heading: centre }));
      const view = await grey(await viewJpeg(place, { heading, pitch, fov: 80 }, size));
      const camera = createPinhole({ position: [0, 0, 0], heading, pitch, fov: 80 }, size);
      const cutOut = view.map((_, k) => {
        const [e, n, u] = rayThrough(camera, (k % 48) + 0.5, Math.floor(k / 48) + 0.5);
        const x = ((Math.atan2(e, n) / Math.PI) * 180 - centre + 540 + 360) % 360;
        const y = 90 - (Math.atan2(u, Math.hypot(e, n)) / Math.PI) * 180;
        return panorama[Math.floor((y / 360) * 512) * 512 + Math.floor((x / 360) * 512)] ?? 0;
      });
      const mirrored = view.map((_, k) => cutOut[k - (k % 48) + 47 - (k % 48)] ?? 0);
      expect(apart(cutOut, view)).toBeLessThan(16);
      expect(apart(mirrored, view)).toBeGreaterThan(24);
    }
  });

  it('cuts a part as the whole has it', async () => {
    const whole = await panoramaJpeg(place, { width: 512 });
    const part = await panoramaJpeg(place, { width: 512, part: { left: 384, top: 64, width: 192, height: 128 } });
    expect(await sharp(part).metadata()).toMatchObject({ width: 192, height: 128 });
    const inside = { left: 0, top: 0, width: 128, height: 128 };
    expect(apart(await shapes(part, inside), await shapes(whole, { ...inside, left: 384, top: 64 }))).toBeLessThan(2);
    const beyond = await sharp(part).extract({ left: 136, top: 0, width: 48, height: 128 }).raw().toBuffer();
    expect(Math.max(...beyond)).toBeLessThan(12);
  });
});
