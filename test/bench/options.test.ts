import { expect, it } from 'vitest';
import { parseDeviceOptions } from '../../bench/engine/options.ts';

const ENGINES = ['fused', 'tfjs'];

it('sizes, engines and settings', () => {
  const options = parseDeviceOptions(
    [
      '--sizes',
      '512,640x360',
      '--engines',
      'tfjs',
      '--set',
      'nn_pooling="max"',
      '--set',
      'tile=[8,8]',
      '--dawn',
      'backend=vulkan',
    ],
    ENGINES,
  );
  expect(options).toMatchObject({
    sizes: [
      { width: 512, height: 512 },
      { width: 640, height: 360 },
    ],
    engines: ['tfjs'],
    set: { nn_pooling: 'max', tile: [8, 8] },
    dawn: ['backend=vulkan'],
    kernels: false,
  });
});

it('all engines side by side where none is chosen; help where it is asked for', () => {
  expect(parseDeviceOptions([], ENGINES)).toMatchObject({ engines: ENGINES, sizes: [{ width: 512, height: 512 }] });
  expect(parseDeviceOptions(['--help'], ENGINES)).toBeUndefined();
});

it.each([
  [['--engines', 'fast'], 'found "fast", allowed: fused, tfjs'],
  [['--sizes', '8'], 'found "8"'],
  [['--sizes', '512x'], 'found "512x"'],
  [['--repeats', '0'], 'found "0"'],
  [['--set', 'tile'], 'found "tile"'],
  [['--set', 'tile=[8'], 'found "tile=[8"'],
])('%s is an error that says what is allowed', (args, message) => {
  expect(() => parseDeviceOptions(args, ENGINES)).toThrow(message);
});
