import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createNodeVideoEncoder } from '../../../src/platform/node/video-encoder.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

describe('Node’s video encoders', () => {
  it.each(['vp9', 'vp8', 'av1'] as const)('can encode %s, at odd sizes too', async (codec) => {
    await expect(createNodeVideoEncoder().prepare(codec, { width: 160, height: 120 })).resolves.toBeUndefined();
    await expect(createNodeVideoEncoder().prepare(codec, { width: 97, height: 65 })).resolves.toBeUndefined();
  });

  it('refuse a size that the codec cannot hold, naming codec and size', async () => {
    // VP8 stores 14 bits of width and height: 16383 at most (RFC 6386 §9.1).
    const error = createNodeVideoEncoder().prepare('vp8', { width: 16400, height: 64 });
    await expect(error).rejects.toMatchObject({
      name: 'PleinAirError',
      kind: 'unsupported',
      message: expect.stringContaining('vp8 at 16400 × 64 pixels'),
    });
  });

  it('keep silent on the terminal', async () => {
    const script = `import { createNodeVideoEncoder } from './src/platform/node/video-encoder.ts';
      for (const codec of ['vp9', 'vp8', 'av1']) await createNodeVideoEncoder().prepare(codec, { width: 96, height: 64 });`;
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', script],
      { cwd: root },
    );
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
  });
});
