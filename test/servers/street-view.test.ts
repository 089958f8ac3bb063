import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { placeAlong } from './google-panoramas.ts';
import { createStreetViewServer } from './street-view.ts';

async function ask(parameters: Record<string, string>) {
  const url = new URL(`https://maps.googleapis.com/maps/api/streetview?${new URLSearchParams(parameters)}`);
  const answer = await createStreetViewServer().answer({ method: 'GET', url, headers: {}, body: '' });
  return { ...answer, body: answer.body as Uint8Array };
}

const { lat, lng } = placeAlong(24, 30);
const there = { location: `${lat},${lng}`, size: '64x64', heading: '30', key: 'CORRUPT-KEY' };

describe('the stand-in for the Street View Static API', () => {
  it('gives a grey picture for nothing unless error codes are asked for', async () => {
    const nowhere = { ...there, location: '60,13' };
    const grey = await ask(nowhere);
    expect(grey.status ?? 200).toBe(200);
    expect((await sharp(grey.body).stats()).entropy).toBeLessThan(0.1);
    expect((await ask({ ...nowhere, return_error_code: 'true' })).status).toBe(404);
    expect((await ask({ ...there, size: '', return_error_code: 'true' })).status).toBe(400);
  });

  it('cuts sizes down to 640 and sends bytes that are no picture where the key says so', async () => {
    const large = await ask({ ...there, size: '1000x100', key: 'GOOD-KEY' });
    expect(await sharp(large.body).metadata()).toMatchObject({ width: 640, height: 100 });
    const corrupt = await ask(there);
    await expect(sharp(corrupt.body).raw().toBuffer()).rejects.toThrow();
  });
});
