import { describe, expect, test } from 'vitest';
import { parseParams, parseParamsBytes } from '../../src/project/parse.ts';
import { createParams } from '../../src/project/resolve.ts';
import { errorsOf, good } from './outcome.ts';

const CURRENT = 'job_schema_version: 2\n';

describe('a good file', () => {
  test('gets every default that it does not change', () => {
    const { params, given } = good(`${CURRENT}weight_style: 20000\n`);
    expect(params).toEqual({ ...createParams(), weight_style: 20000 });
    expect(given).toEqual(['job_schema_version', 'weight_style']);
  });

  test('may be empty, or comments alone', () => {
    for (const text of ['', '\n', '# nothing\n', '---\n', '---\n...\n', 'null']) expect(good(text).given).toEqual([]);
  });

  test('may have a byte-order mark and CR LF, and its lines still count', () => {
    expect(good(`\uFEFF${CURRENT}job_seed: 7\r\n`).params.job_seed).toBe(7);
    expect(errorsOf(`\uFEFFjob_schema_version: 1\r\n\r\njob_seed: -1\r\n`)[0]).toMatchObject({ line: 3, column: 11 });
  });

  test.each([
    ['1000', '1000.0'],
    ['1000', '1e3'],
    ['5', '5.0'],
  ])('takes %s written as %s for a whole number', (number, written) => {
    expect(good(`${CURRENT}job_max_iterations: ${written}\n`).params.job_max_iterations).toBe(Number(number));
  });

  test.each(['1e-6', '1.0e-6', '1E-06', '.000001'])('takes %s for a number', (written) => {
    expect(good(`${CURRENT}job_ftol: ${written}\n`).params.job_ftol).toBe(1e-6);
  });

  test('weighs all styles and layers the same where it gives no weights', () => {
    const { params } = good(`${CURRENT}input_style_filenames: [a.jpg, b.jpg]\nnn_style_layers: [relu1_1, conv3_1]\n`);
    expect(params.input_style_weights).toEqual([1, 1]);
    expect(params.nn_style_layer_weights).toEqual([1, 1]);
    expect(
      good(`${CURRENT}nn_style_layers: [relu1_1, relu1_2, relu2_1, relu2_2, relu3_1]`).params.nn_style_layer_weights,
    ).toEqual([0.2, 0.2, 0.2, 0.2, 0.2]);
  });

  test('may name its styles later: none are needed', () => {
    expect(good(CURRENT).params.input_style_filenames).toEqual([]);
  });

  test('may use aliases, as other YAML writers do for lists that are equal', () => {
    const text = `${CURRENT}nn_content_layer_weights: &id001 [0.5, 0.5]\nnn_content_layers: [conv4_1, conv4_2]\nother: *id001\n`;
    expect(good(text).extras).toEqual({ other: [0.5, 0.5] });
  });

  test('is read as YAML 1.2 whatever it declares: no is a text there', () => {
    expect(good('%YAML 1.1\n---\nnote: no\ntime: 1:30\n').extras).toEqual({ note: 'no', time: '1:30' });
  });

  test('keeps the results of a record apart, without a warning', () => {
    const text = `${CURRENT}job_elapsed_time: 12.5
job_iterations_run: [500, 200]
job_losses: {first: [{content: 1, style: 2, tv: 3, temporal: 0, total: 6, region: 9}], last: []}
nn_untrained_layers: [conv4_1]
`;
    const { results, warnings, extras } = good(text);
    expect(results.job_elapsed_time).toBe(12.5);
    expect(results.job_iterations_run).toEqual([500, 200]);
    // a term of a later version is kept
    expect(results.job_losses?.first).toEqual([{ content: 1, style: 2, tv: 3, temporal: 0, total: 6, region: 9 }]);
    expect(warnings).toEqual([]);
    expect(extras).toEqual({});
  });
});

describe('unknown keys', () => {
  test('are kept and warned about with the name that was meant', () => {
    const { extras, warnings } = good(`${CURRENT}\nwieght_style: 3\nmy_note: {by: me, tags: [a, 1]}\nconstructor: 1\n`);
    expect(extras).toEqual({ wieght_style: 3, my_note: { by: 'me', tags: ['a', 1] }, constructor: 1 });
    expect(warnings).toHaveLength(3);
    expect(warnings[0]).toMatchObject({ line: 3, key: 'wieght_style' });
    expect(warnings[0]?.message).toContain('did you mean weight_style?');
    expect(warnings[1]?.message).not.toContain('did you mean');
  });

  test('keep whole numbers that no double holds', () => {
    expect(good('id: 12345678901234567890\n').extras).toEqual({ id: 12345678901234567890n });
  });
});

describe('a wrong value is an error with line, key, what was found and what is allowed', () => {
  test.each([
    ['weight_style: heavy', 'weight_style', 'found the text "heavy"; allowed: a number from 1 to 10000000'],
    [
      'job_max_iterations: "1000"',
      'job_max_iterations',
      'found the text "1000"; allowed: a whole number from 1 to 20000',
    ],
    ['job_max_iterations: 10.5', 'job_max_iterations', 'found 10.5; allowed: a whole number from 1 to 20000'],
    [
      'job_seed: 99999999999999999999',
      'job_seed',
      'found 99999999999999999999; allowed: a whole number from 0 to 4294967295',
    ],
    ['weight_content: -5', 'weight_content', 'found -5; allowed: a number from 0 to 10000'],
    ['weight_content: .nan', 'weight_content', 'found NaN; allowed: a number from 0 to 10000'],
    ['weight_content: .inf', 'weight_content', 'found Infinity; allowed: a number from 0 to 10000'],
    ['weight_tv: {a: 1}', 'weight_tv', 'found a map; allowed: a number from 0 to 10'],
    ['nn_pooling:', 'nn_pooling', 'found nothing; allowed: avg or max'],
    ['nn_pooling: [avg]', 'nn_pooling', 'found [avg]; allowed: avg or max'],
    ['job_minimizer: lbgfs', 'job_minimizer', 'found the text "lbgfs"; allowed: lbfgs or adam; did you mean lbfgs?'],
    ['export_params: yes', 'export_params', 'found the text "yes"; allowed: true or false'],
    ['job_ftol: 0.5', 'job_ftol', 'found 0.5; allowed: 0 or a number from 1e-7 to 0.01'],
    ['job_scale_min: 16', 'job_scale_min', 'found 16; allowed: 0 or a whole number from 32 to 512'],
    ['nn_content_loss_function: 4', 'nn_content_loss_function', 'found 4; allowed: 1, 2 or 3'],
    [
      'nn_content_layers: conv4_2',
      'nn_content_layers',
      'found the text "conv4_2"; allowed: a list of 1–26, each a VGG-19 layer',
    ],
    ['nn_content_layers: []', 'nn_content_layers', 'found []; allowed: a list of 1–26'],
    [
      'nn_content_layers: [pool4]',
      'nn_content_layers[0]',
      'found the text "pool4"; allowed: a VGG-19 layer, conv1_1 … relu5_1',
    ],
    ['nn_content_layers: [relu5_2]', 'nn_content_layers[0]', 'found the text "relu5_2"'],
    ['nn_content_layers: [conv1_3]', 'nn_content_layers[0]', 'found the text "conv1_3"'],
    ['nn_content_layer_weights: [-1]', 'nn_content_layer_weights[0]', 'found -1; allowed: a number from 0'],
    ['input_style_weights: [2]', 'input_style_weights[0]', 'found 2; allowed: a number from 0 to 1'],
    ['input_style_filenames: [/home/me/a.jpg]', 'input_style_filenames[0]', 'allowed: a file name without folders'],
    ['input_filename: C:\\me\\a.jpg', 'input_filename', 'allowed: a file name without folders'],
    [
      'input_style_filenames: ["https://x.example/a.jpg?sig=1"]',
      'input_style_filenames[0]',
      'a file name without folders',
    ],
    ['input_style_filenames: [1,2,3,4,5,6,7,8,9]', 'input_style_filenames', 'a list of at most 8'],
    ['nn_weights: ./vgg19', 'nn_weights', 'allowed: oxford, torchvision, untrained or file'],
    ['job_elapsed_time: long', 'job_elapsed_time', 'found the text "long"; allowed: a number from 0'],
    ['job_schema_version: 1.5', 'job_schema_version', 'found 1.5; allowed: 2'],
    ['job_schema_version: one', 'job_schema_version', 'found the text "one"; allowed: 2'],
  ])('%s', (line, key, message) => {
    const prefix = line.startsWith('job_schema_version') ? '# first\n# second\n' : `# first\n${CURRENT}`;
    const errors = errorsOf(`${prefix}${line}\n`);
    const error = errors.find((each) => each.key === key);
    expect(error, JSON.stringify(errors)).toBeDefined();
    expect(error).toMatchObject({ line: 3, message: expect.stringContaining(message) });
  });

  test('all of them at once, in the order of the lines, each at its own place in a list', () => {
    const text = `${CURRENT}nn_style_layers:
  - relu1_1
  - relu9_9
weight_tv: -1
`;
    expect(errorsOf(text).map(({ line, column, key }) => [line, column, key])).toEqual([
      [4, 5, 'nn_style_layers[1]'],
      [5, 12, 'weight_tv'],
    ]);
  });

  test('lists of thousands of wrong values end in one line', () => {
    const errors = errorsOf(`nn_untrained_layers: [${Array(5000).fill('1').join(', ')}]\n`);
    expect(errors).toHaveLength(41);
    expect(errors.at(-1)?.message).toContain('more');
  });
});

describe('rules between values', () => {
  test.each([
    [
      'input_style_filenames: [a.jpg, b.jpg]\ninput_style_weights: [1.0]',
      'input_style_weights',
      '1 weights for 2 styles',
    ],
    ['input_style_weights: [1.0]', 'input_style_weights', '1 weights for 0 styles'],
    ['nn_style_layer_weights: [1, 1]', 'nn_style_layer_weights', '2 weights for 5 layers'],
    ['nn_content_layer_weights: [0]', 'nn_content_layer_weights', 'all weights are 0'],
    ['nn_content_layers: [conv4_2, conv4_1, conv4_2]', 'nn_content_layers[2]', 'a second time'],
    [
      `input_style_filenames: [a, b]\ninput_style_sha256: ["${'0'.repeat(64)}"]`,
      'input_style_sha256',
      '1 hashes for 2 styles',
    ],
    ['video_start_frame: 5\nvideo_end_frame: 4', 'video_end_frame', 'before video_start_frame'],
  ])('%s', (text, key, message) => {
    const errors = errorsOf(CURRENT + text);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({
      key,
      line: text.split('\n').length + 1,
      message: expect.stringContaining(message),
    });
  });

  test('a weight of 0 beside others is allowed, and so is one layer before and after its ReLU', () => {
    good(`${CURRENT}nn_content_layers: [conv4_2, relu4_2]\nnn_content_layer_weights: [0, 1]\n`);
    good(`${CURRENT}video_start_frame: 4\nvideo_end_frame: 4\n`);
  });
});

describe('bytes', () => {
  test('that are not UTF-8 are refused as no text', () => {
    const parsed = parseParamsBytes(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16));
    expect(parsed).toMatchObject({ ok: false, errors: [{ message: expect.stringContaining('not a text file') }] });
  });

  test('are read as the text that they hold', () => {
    const text = `${CURRENT}input_filename: Großstraße.jpg\n`;
    expect(parseParamsBytes(new TextEncoder().encode(text))).toEqual(parseParams(text));
  });
});
