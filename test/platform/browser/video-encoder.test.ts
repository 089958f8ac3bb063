import { afterEach, describe, expect, it, vi } from 'vitest';
import { PleinAirError } from '../../../src/core/errors.ts';
import { createBrowserVideoEncoder } from '../../../src/platform/browser/video-encoder.ts';

afterEach(() => vi.unstubAllGlobals());

/** A browser whose encoder knows some codecs up to 4096 px a side. */
function browserWith(...codecs: string[]): void {
  vi.stubGlobal('VideoEncoder', {
    isConfigSupported: async (config: VideoEncoderConfig) => {
      const known = codecs.some((codec) => config.codec.startsWith(codec));
      return { supported: known && config.width <= 4096 && config.width % 2 === 0, config };
    },
  });
}

async function refusal(...asked: Parameters<ReturnType<typeof createBrowserVideoEncoder>['prepare']>) {
  const error: unknown = await createBrowserVideoEncoder()
    .prepare(...asked)
    .then(
      () => new Error('it was accepted'),
      (reason) => reason,
    );
  if (!(error instanceof PleinAirError)) throw error;
  expect(error.kind).toBe('unsupported');
  return error;
}

describe('the browser video encoder', () => {
  it('accepts what the browser can encode, odd sides as the film has them: even', async () => {
    browserWith('vp09', 'vp8');
    const { prepare } = createBrowserVideoEncoder();
    await expect(prepare('vp9', { width: 640, height: 360 })).resolves.toBeUndefined();
    await expect(prepare('vp8', { width: 639, height: 359 })).resolves.toBeUndefined();
  });

  it('names the codecs that the browser has instead', async () => {
    browserWith('vp8');
    const { message, remedy } = await refusal('vp9', { width: 641, height: 360 });
    expect(message).toBe('This browser cannot encode vp9 at 642 × 360 pixels.');
    expect(remedy).toBe('Set export_codec to vp8, which it can, or save the stills.');
  });

  it('asks for a smaller size where no codec can do it', async () => {
    browserWith('vp09', 'vp8', 'av01');
    expect((await refusal('vp9', { width: 10_000, height: 10_000 })).remedy).toContain('smaller size');
  });

  it('says so where the browser has no encoders at all', async () => {
    const { message, remedy } = await refusal('vp9', { width: 640, height: 360 });
    expect(message).toContain('no WebCodecs');
    expect(remedy).toContain('stills');
  });
});
