import { beforeEach, expect, it, vi } from 'vitest';
import { createParams } from '../../../src/project/resolve.ts';
import { paintingSeconds, recallRate, rememberRate } from '../../../src/studio/render/measured-rate.ts';

const terms = { content: 0, style: 0, tv: 0, temporal: 0, total: 0 };
// Half of them at half the width and height, and so on: 100 evaluations at full size cost as much.
const counts = { evaluations: 250, work: 100, seconds: 50 };
const record = { name: 'a', sha256: 'b', first: terms, last: terms, stop: 'budget', ...counts };
const params = createParams({ video_first_iterations: 100, video_iterations: 40 });

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
});

it('what one frame took tells what a film takes', () => {
  rememberRate(record, params, { width: 160, height: 90 }, 'a card');
  const rate = recallRate()!;
  expect(rate.adapter).toBe('a card');
  // The first frame has 100 evaluations of half a second, each of ten later ones 40.
  expect(paintingSeconds(rate, params, { width: 160, height: 90 }, 11)).toBeCloseTo(50 + 10 * 20);
  expect(paintingSeconds(rate, params, { width: 320, height: 180 }, 1)).toBeCloseTo(
    4 * 0.5 * params.job_max_iterations,
  );
});

it('fewer layers take less time', () => {
  rememberRate(record, params, { width: 160, height: 90 }, 'a card');
  const shallow = createParams({
    ...params,
    nn_style_layers: ['relu1_1'],
    nn_style_layer_weights: [1],
    nn_content_layers: ['conv2_1'],
  });
  const size = { width: 160, height: 90 };
  expect(paintingSeconds(recallRate()!, shallow, size, 5)).toBeLessThan(
    paintingSeconds(recallRate()!, params, size, 5) / 3,
  );
});

it('nothing is said from a few evaluations, which measure compiling', () => {
  rememberRate({ ...record, evaluations: 3 }, params, { width: 160, height: 90 }, 'a card');
  expect(recallRate()).toBeNull();
});

it.each(['', 'null', '{"flops":"x"}', '{"flops":-1,"adapter":"a"}'])('%j in the storage is no rate', (text) => {
  localStorage.setItem('plein-air.measured-rate', text);
  expect(recallRate()).toBeNull();
});
