import { expect, it } from 'vitest';
import { createCpuDepthSearch } from '../../../src/flow/epipolar/cpu-depth-search.ts';
import { defaultSearch, searchPicture, searchSize } from '../../../src/flow/epipolar/depth-search.ts';
import { createGpuDepthSearch } from '../../../src/flow/epipolar/gpu-depth-search.ts';
import { motionOfDepths } from '../../../src/flow/epipolar/relative-camera.ts';
import { describeGpu, testDevice } from '../../support/gpu.ts';
import { streetPair } from './street-pair.ts';

const size = { width: 96, height: 64 };
const settings = { ...defaultSearch, counts: { image: 64, ground: 48, wall: 48 } };
const street = streetPair(size, 1.5);
const [a, b] = [searchPicture(street.a, size), searchPicture(street.b, size)];

it('finds the depths of a street on the CPU', async () => {
  const depths = await createCpuDepthSearch(settings).search(a, b, street.camera);
  const { data } = motionOfDepths(street.camera, size, depths);
  const { flow, visible } = street.exact;
  let [seen, near] = [0, 0];
  visible.data.forEach((value, i) => {
    if (value === 0) return;
    seen++;
    if (Math.hypot(data[2 * i]! - flow.data[2 * i]!, data[2 * i + 1]! - flow.data[2 * i + 1]!) < 1) near++;
  });
  expect(near / seen).toBeGreaterThan(0.75);
});

it('searches larger pictures at the pixels of the settings', () => {
  expect(searchSize(size, settings)).toEqual(size);
  expect(searchSize({ width: 1000, height: 500 }, { ...settings, mostPixels: 80_000 })).toEqual({
    width: 400,
    height: 200,
  });
});

it('reads a picture as grey, each level half the size of the one before', () => {
  const image = { width: 40, height: 36, channels: 3 as const, data: new Float32Array(3 * 40 * 36).fill(90) };
  for (let i = 0; i < image.data.length; i += 3) image.data.set([30, 60, 90], i);
  const { grey, reference, pyramid, levels } = searchPicture(image, { width: 40, height: 36 });
  expect(grey.every((value) => Math.abs(value - 60) < 1e-3)).toBe(true);
  expect(reference.filter((_, i) => i % 2 === 0)).toEqual(grey);
  expect(levels).toEqual([
    { width: 40, height: 36, offset: 0 },
    { width: 20, height: 18, offset: 1440 },
    { width: 10, height: 9, offset: 1800 },
  ]);
  expect(pyramid).toHaveLength(1890);
  expect(pyramid.every((value) => Math.abs(value - 60) < 1e-3)).toBe(true);
});

it('stops when aborted', async () => {
  const controller = new AbortController();
  const search = createCpuDepthSearch(settings).search(a, b, street.camera, controller.signal);
  controller.abort(new Error('enough'));
  await expect(search).rejects.toThrow('enough');
});

describeGpu('createGpuDepthSearch', () => {
  it('finds what the CPU finds, search after search', async () => {
    const few = { ...settings, counts: { image: 20, ground: 10, wall: 10 } };
    const cpu = await createCpuDepthSearch(few).search(a, b, street.camera);
    const search = createGpuDepthSearch(await testDevice(), few);
    const first = await search.search(a, b, street.camera);
    const again = await search.search(a, b, street.camera);
    search.dispose();
    expect(again).toEqual(first);
    const { data } = motionOfDepths(street.camera, size, first);
    const expected = motionOfDepths(street.camera, size, cpu).data;
    const apart = cpu.reduce(
      (count, _, i) =>
        Math.hypot(data[2 * i]! - expected[2 * i]!, data[2 * i + 1]! - expected[2 * i + 1]!) > 0.1 ? count + 1 : count,
      0,
    );
    expect(apart / cpu.length).toBeLessThan(0.01);
  });

  it('stops when aborted, and frees its buffers', async () => {
    const search = createGpuDepthSearch(await testDevice(), settings);
    await expect(search.search(a, b, street.camera, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    expect(() => search.dispose()).not.toThrow();
  });
});
