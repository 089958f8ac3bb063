import { expect, test } from 'vitest';
import { createParams } from '../../src/project/resolve.ts';
import { writeParams } from '../../src/project/write.ts';
import { OLDER_RECORD } from './older-form.ts';
import { errorsOf, good } from './outcome.ts';

/** What version 1 did where a file said nothing of it. */
const FILM_OF_VERSION_1 = {
  flow_method: 'dense',
  flow_edge_rule: 'ruder2016',
  flow_magnified_value: 1,
  flow_fill: 'content',
  video_cut_threshold: 0.4,
} as const;

test('a record of version 1 paints its film as it did, by the rules of then and what it says itself', () => {
  const { params, warnings } = good('job_schema_version: 1\nflow_fill: mean\nvideo_cut_threshold: 0.3\n');
  expect(params).toEqual(createParams({ ...FILM_OF_VERSION_1, flow_fill: 'mean', video_cut_threshold: 0.3 }));
  expect(warnings).toEqual([]);
  expect(good(writeParams(params)).params).toEqual(params);
});

test('a file of this version has the defaults of this version', () => {
  expect(good('job_schema_version: 2\n').params).toEqual(createParams());
  expect(createParams()).toMatchObject({ flow_edge_rule: 'local', flow_fill: 'analogy', flow_magnified_value: 0.15 });
});

test('a record of the older form loads unchanged, without a warning', () => {
  const { params, results, extras, warnings, given } = good(OLDER_RECORD);
  expect(params).toEqual(
    createParams({
      input_filename: 'nyc_test.jpg',
      input_style_filenames: ['picasso_seated_nude.jpg'],
      input_style_weights: [1],
      job_device: 'webgpu',
      job_max_iterations: 3000,
      job_minimizer: 'lbfgs',
      job_scale_min: 0,
      ...FILM_OF_VERSION_1,
      nn_content_layers: ['conv4_2'],
      nn_content_layer_weights: [1],
      nn_content_loss_function: 1,
      nn_style_layers: ['relu1_1', 'relu2_1', 'relu3_1', 'relu4_1', 'relu5_1'],
      nn_style_layer_weights: [0.2, 0.2, 0.2, 0.2, 0.2],
      weight_content: 5,
      weight_style: 10000,
      weight_tv: 0.001,
    }),
  );
  expect(results).toEqual({ job_elapsed_time: 1948 });
  expect(extras).toEqual({});
  expect(warnings).toEqual([]);
  expect(given).toHaveLength(14);
});

test('the older form is written in the current one and means the same there', () => {
  const { params, results } = good(OLDER_RECORD);
  const written = writeParams(params, results);
  expect(written).toContain('job_schema_version: 2\n');
  expect(good(written)).toMatchObject({ params, results, warnings: [] });
});

test.each([
  ['/gpu:0', 'webgpu'],
  ['/gpu:1', 'webgpu'],
  ['/device:GPU:0', 'webgpu'],
  ['/cpu:0', 'wasm'],
  ['wasm', 'wasm'],
])('the older device %s is %s', (older, device) => {
  expect(good(`job_device: ${older}\n`).params.job_device).toBe(device);
});

test('a device that is none is an error at its line', () => {
  expect(errorsOf('\njob_device: /tpu:0\n')[0]).toMatchObject({ line: 2, key: 'job_device' });
});

test('coarse to fine is off without a schema version, on with it, and as the file says where it says so', () => {
  expect(good('weight_tv: 1\n').params.job_scale_min).toBe(0);
  expect(good('job_schema_version: 1\n').params.job_scale_min).toBe(128);
  expect(good('job_scale_min: 64\n').params.job_scale_min).toBe(64);
});

test('a double-precision tolerance of the older form becomes the finest of single precision, with a warning', () => {
  const { params, warnings } = good('weight_tv: 1\njob_ftol: 1.0e-08\n');
  expect(params.job_ftol).toBe(1e-7);
  expect(warnings).toEqual([{ line: 2, column: 11, key: 'job_ftol', message: expect.stringContaining('1e-8') }]);
  expect(errorsOf('job_schema_version: 1\njob_ftol: 1.0e-08\n')[0]).toMatchObject({ key: 'job_ftol' });
});

test('a file of a newer version is refused with one clear error, whatever else it holds', () => {
  const errors = errorsOf('weight_tv: -1\njob_schema_version: 3\nnew_thing: [\n  1]\n');
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({
    line: 2,
    key: 'job_schema_version',
    message: expect.stringContaining('newer version'),
  });
});
