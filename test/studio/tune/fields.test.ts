import { beforeEach, describe, expect, test } from 'vitest';
import { describeParams, type ParamDescription } from '../../../src/project/describe.ts';
import { checkChange } from '../../../src/studio/tune/change-params.ts';
import { fields, fieldsOf } from '../../../src/studio/tune/fields.ts';
import { openProject } from './open-project.ts';

/** Set at Frames and Styles, or by the program itself. */
const ELSEWHERE = [
  'job_schema_version',
  'input_filename',
  'input_style_filenames',
  'input_style_sha256',
  'input_style_weights',
];

function controlOf(key: string) {
  const field = fields.find(({ param }) => param.key === key);
  if (!field) throw new Error(`no row for ${key}`);
  return field.control;
}

test('every parameter has one row, or another screen that owns it', () => {
  const all = describeParams().map(({ key }) => key);
  const inRows = fields.flatMap(({ keys }) => keys);
  const onTheMap = all.filter((key) => /^(route|frame)_/.test(key));
  expect([...inRows, ...ELSEWHERE, ...onTheMap].sort()).toEqual([...all].sort());
  expect(new Set(inRows).size).toBe(inRows.length);
});

describe('what a control offers, the schema allows', () => {
  // Rules between values (the last frame after the first) are held against an untouched project.
  beforeEach(() => openProject());

  test.each(fields.map((field) => [field.param.key, field] as const))('%s', (key, { control }) => {
    switch (control.kind) {
      case 'switch':
        for (const value of [true, false]) expect(checkChange({ [key]: value })).toBeNull();
        break;
      case 'choice':
        expect(control.options.length).toBeGreaterThan(1);
        for (const value of control.options) expect(checkChange({ [key]: value }), `${value}`).toBeNull();
        break;
      case 'number': {
        const { stops, alternative, usual } = control;
        for (const value of [usual, ...(stops ?? []), ...(alternative ? [alternative.value] : [])]) {
          expect(checkChange({ [key]: value }), `${value}`).toBeNull();
        }
        break;
      }
      case 'numbers':
        expect(checkChange({ [key]: [1, 2] })).toBeNull();
        expect(checkChange({ [key]: ['x'] })).not.toBeNull();
        break;
      case 'layers':
        expect(control.options.length).toBeGreaterThan(20);
        for (const name of control.options) {
          expect(checkChange({ [control.layers]: [name], [control.weights]: [1] }), name).toBeNull();
        }
    }
  });
});

test('values outside of a range keep their own name', () => {
  expect(controlOf('input_style_size')).toMatchObject({ alternative: { value: null, label: 'auto' } });
  expect(controlOf('export_bitrate')).toMatchObject({ alternative: { value: 'auto', label: 'auto' } });
  expect(controlOf('job_scale_min')).toMatchObject({ alternative: { value: 0, label: 'off' } });
  expect(controlOf('video_end_frame')).toMatchObject({ alternative: { value: null, label: 'to the end' } });
  expect(controlOf('weight_tv')).toMatchObject({ alternative: null });
});

test('a range too wide for a track is typed alone', () => {
  for (const key of ['job_seed', 'video_start_frame'])
    expect(controlOf(key)).toMatchObject({ kind: 'number', stops: null });
});

test('the layers of a loss and their weights are one row', () => {
  const row = fields.find(({ param }) => param.key === 'nn_style_layers');
  expect(row?.keys).toEqual(['nn_style_layers', 'nn_style_layer_weights']);
});

test('a kind of value without a control is a defect that shows at once', () => {
  const strange = { ...describeParams()[0]!, key: 'job_seed', schema: { type: 'object' } } as ParamDescription;
  expect(() => fieldsOf([strange])).toThrow('no control for job_seed');
});
