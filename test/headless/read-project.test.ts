import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/core/digest.ts';
import { PleinAirError } from '../../src/core/errors.ts';
import { parsePaintOptions } from '../../src/headless/paint-options.ts';
import { readProject } from '../../src/headless/read-project.ts';
import { createParams } from '../../src/project/resolve.ts';
import { OLDER_RECORD } from '../project/older-form.ts';
import { plainCodec } from '../support/plain-codec.ts';

let folder: string;
const files = new Map<string, Uint8Array>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plein-air-project-'));
  mkdirSync(join(folder, 'street'));
  for (const [name, level] of [
    ['night.jpg', 10],
    ['scream.jpg', 200],
    ['picasso_seated_nude.jpg', 90],
  ] as const) {
    const data = Uint8ClampedArray.from({ length: 2 * 3 * 4 }, (_, i) => (i % 4 === 3 ? 255 : level));
    file(name, await plainCodec.encodePng({ width: 2, height: 3, data }));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);

function file(name: string, content: string | Uint8Array): string {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  files.set(name, bytes);
  writeFileSync(at(name), bytes);
  return at(name);
}

const read = (...args: string[]) => readProject(parsePaintOptions(args)!, plainCodec);
const frames = (...args: string[]) => read('--frames', at('street'), ...args);
const night = () => ['--style', at('night.jpg')];

/** What a person is told. */
async function refusal(project: Promise<unknown>): Promise<PleinAirError> {
  const error: unknown = await project.then(
    () => new Error('it was read'),
    (reason) => reason,
  );
  if (!(error instanceof PleinAirError)) throw error;
  expect(error).toMatchObject({ kind: 'input', remedy: expect.stringMatching(/./) });
  return error;
}

describe('paintings', () => {
  it('are read with their shares, named without folders, known by the hash of their file', async () => {
    const { params, paintings, warnings } = await frames(
      '--style',
      `${at('night.jpg')}:0.7`,
      '--style',
      `${at('scream.jpg')}:0.3`,
    );
    expect(paintings.map(({ name }) => name)).toEqual(['night.jpg', 'scream.jpg']);
    expect(paintings[1]!.sha256).toBe(await sha256(files.get('scream.jpg')!));
    expect(paintings[1]!.image).toMatchObject({ width: 2, height: 3, channels: 3 });
    expect(paintings[1]!.image.data.every((v) => v === 200)).toBe(true);
    expect(params.input_style_filenames).toEqual(['night.jpg', 'scream.jpg']);
    expect(params.input_style_weights).toEqual([0.7, 0.3]);
    expect(warnings).toEqual([]);
  });

  it('may be weighed in parts', async () => {
    const { params } = await frames('--style', `${at('night.jpg')}:3`, '--style', `${at('scream.jpg')}:1.5`);
    expect(params.input_style_weights).toEqual([1, 0.5]);
  });

  it('weigh the same where no share is given', async () => {
    const { params } = await frames(...night(), '--style', at('scream.jpg'));
    expect(params.input_style_weights).toEqual([1, 1]);
  });

  it('may be built in', async () => {
    const { params, paintings } = await frames('--style', 'built-in:dots:0.5');
    expect(paintings).toMatchObject([{ name: 'built-in:dots', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    expect(paintings[0]!.image.data.length).toBe(paintings[0]!.image.width * paintings[0]!.image.height * 3);
    expect(params.input_style_filenames).toEqual(['built-in:dots']);
  });

  it.each([
    ['a missing file', 'gone.jpg', 'there is no such file'],
    ['a folder', 'street', 'it is a folder'],
  ])('%s is named, with the reason', async (_, name, reason) => {
    const { message } = await refusal(frames('--style', at(name)));
    expect(message).toContain(at(name));
    expect(message).toContain(reason);
  });

  it('a damaged file is named', async () => {
    expect((await refusal(frames('--style', file('broken.jpg', 'no picture')))).message).toContain('broken.jpg');
    expect((await refusal(frames('--style', file('empty.jpg', '')))).message).toContain('empty.jpg');
  });

  it('an unknown built-in one is refused with the list of those there are', async () => {
    expect((await refusal(frames('--style', 'built-in:dotz'))).text).toContain('built-in:dots');
  });

  it('must be there, and one of them must count', async () => {
    expect((await refusal(frames())).message).toContain('no painting');
    expect((await refusal(frames('--style', `${at('night.jpg')}:0`))).message).toContain('input_style_weights');
  });
});

describe('a params file', () => {
  it('gives params, and paintings that lie beside it', async () => {
    const path = file(
      'both.yaml',
      'job_schema_version: 1\nweight_tv: 0.5\ninput_style_filenames: [night.jpg, scream.jpg]\ninput_style_weights: [0.2, 0.8]\nmine: kept\n',
    );
    const { params, paintings, extras, warnings } = await frames('--params', path);
    expect(params).toMatchObject({ weight_tv: 0.5, input_style_weights: [0.2, 0.8] });
    expect(paintings.map(({ name }) => name)).toEqual(['night.jpg', 'scream.jpg']);
    expect(extras).toEqual({ mine: 'kept' });
    expect(warnings).toEqual([expect.stringContaining(`${path}:5:7 mine: unknown key`)]);
  });

  it('loses to flags, in params, layers, paintings and weights', async () => {
    const path = file(
      'file.yaml',
      'job_schema_version: 1\nweight_tv: 0.5\nweight_style: 3\nnn_weights: untrained\ninput_style_filenames: [scream.jpg]\n',
    );
    const flags = [...night(), '--set', 'weight_tv=0.25', '--weights', 'torchvision', '--size', '96'];
    const { params, paintings } = await frames('--params', path, ...flags);
    expect(params).toMatchObject({ weight_tv: 0.25, weight_style: 3, nn_weights: 'torchvision', input_max_size: 96 });
    expect(paintings.map(({ name }) => name)).toEqual(['night.jpg']);
  });

  it('that says nothing of layer weights leaves them to the layers of a flag', async () => {
    const path = file('tv.yaml', 'job_schema_version: 1\nweight_tv: 0.5\n');
    const { params } = await frames('--params', path, ...night(), '--set', 'nn_style_layers=[relu1_1, relu2_1]');
    expect(params).toMatchObject({ nn_style_layers: ['relu1_1', 'relu2_1'], nn_style_layer_weights: [1, 1] });
  });

  it('of the older form is read in its sense, for a folder and for the demo', async () => {
    const path = file('older.yaml', OLDER_RECORD);
    const expected = { job_scale_min: 0, job_device: 'webgpu', job_max_iterations: 3000, weight_tv: 0.001 };
    const folderOf = await frames('--params', path);
    expect(folderOf.params).toMatchObject(expected);
    expect(folderOf.paintings.map(({ name }) => name)).toEqual(['picasso_seated_nude.jpg']);
    expect((await read('--demo', '2', '--params', path, '--weights', 'oxford')).params).toMatchObject(expected);
  });

  it('tells when a painting is not the one of the record', async () => {
    const hash = await sha256(files.get('night.jpg')!);
    const record = (second: string) =>
      file(
        'record.yaml',
        `job_schema_version: 1\ninput_style_filenames: [night.jpg, scream.jpg]\ninput_style_sha256: ['${hash}', '${second}']\n`,
      );
    expect((await frames('--params', record(await sha256(files.get('scream.jpg')!)))).warnings).toEqual([]);
    const { warnings, params } = await frames('--params', record('0'.repeat(64)));
    expect(warnings).toEqual([expect.stringContaining('scream.jpg is not the file')]);
    // The record to come has the hashes of what is painted with.
    expect(params.input_style_sha256).toEqual([]);
  });

  it('may name two paintings alike, from two folders: none of them is said to be another', async () => {
    const hashes = [await sha256(files.get('night.jpg')!), await sha256(files.get('scream.jpg')!)];
    mkdirSync(at('other'), { recursive: true });
    const twin = file('other/night.jpg', files.get('scream.jpg')!);
    const path = file(
      'twins.yaml',
      `job_schema_version: 1\ninput_style_filenames: [night.jpg, night.jpg]\ninput_style_sha256: ['${hashes[0]}', '${hashes[1]}']\n`,
    );
    expect((await frames('--params', path, ...night(), '--style', twin)).warnings).toEqual([]);
  });

  it('brings along what its run left, so that it can be compared', async () => {
    const path = file('older.yaml', OLDER_RECORD);
    expect((await frames('--params', path)).recorded).toMatchObject({ job_elapsed_time: 1948 });
    expect((await frames(...night())).recorded).toEqual({});
  });

  it('is refused with its lines', async () => {
    const path = file('wrong.yaml', 'weight_tv: -1\nnn_style_layers: [relu8_1]\n');
    const { message } = await refusal(frames('--params', path, ...night()));
    expect(message).toContain(`${path}:1:12 weight_tv: found -1`);
    expect(message).toContain(`${path}:2:19 nn_style_layers[0]`);
    expect((await refusal(frames('--params', at('gone.yaml')))).message).toContain('gone.yaml');
  });
});

describe('what is painted', () => {
  it('is named in the params by its folder, without the path; a name in an older record does not stay', async () => {
    expect((await frames(...night())).params.input_filename).toBe('street');
    expect((await read('--frames', `${at('street')}/`, ...night())).params.input_filename).toBe('street');
    const path = file('older.yaml', OLDER_RECORD);
    expect((await frames('--params', path)).params.input_filename).toBe('street');
    expect((await read('--demo', '1', '--params', path)).params.input_filename).toBeNull();
  });
});

describe('the demo', () => {
  it('needs no file: built-in paintings, untrained filters, little work', async () => {
    const { params, paintings, weightsPath } = await read('--demo', '2');
    expect(paintings.map(({ name }) => name)).toEqual(['built-in:swirls', 'built-in:pastel']);
    expect(params).toMatchObject({ nn_weights: 'untrained', input_max_size: 192, input_style_weights: [0.7, 0.3] });
    expect(weightsPath).toBeUndefined();
  });

  it('takes what a params file says and what flags say, the latter first', async () => {
    const path = file(
      'demo.yaml',
      'job_schema_version: 1\ninput_max_size: 96\nnn_weights: oxford\nvideo_iterations: 5\n',
    );
    const { params } = await read('--demo', '2', '--params', path, '--iterations', '7', ...night());
    expect(params).toMatchObject({ input_max_size: 96, nn_weights: 'oxford', video_iterations: 7, export_fps: 8 });
  });
});

describe('the demo’s settings for untrained filters', () => {
  it.each([[['--weights', 'oxford']], [['--set', 'nn_weights=torchvision']]])(
    'do not go with trained ones: %j',
    async (flags) => {
      const untrained = (await read('--demo', '1', ...night())).params;
      const trained = (await read('--demo', '1', ...night(), ...flags)).params;
      expect(trained.weight_content).toBe(createParams().weight_content);
      expect(untrained.weight_content).not.toBe(trained.weight_content);
      expect(trained.input_max_size).toBe(untrained.input_max_size);
    },
  );
});

describe('--weights', () => {
  it.each(['oxford', 'torchvision', 'untrained'] as const)('%s is a source', async (name) => {
    const { params, weightsPath } = await frames(...night(), '--weights', name);
    expect([params.nn_weights, weightsPath]).toEqual([name, undefined]);
  });

  it('anything else is a path, which the params do not hold', async () => {
    const { params, weightsPath } = await frames(...night(), '--weights', '/models/vgg.safetensors');
    expect(params.nn_weights).toBe('file');
    expect(weightsPath).toBe('/models/vgg.safetensors');
    expect(JSON.stringify(params)).not.toContain('/models');
  });

  it('must be given where the params say `file`', async () => {
    const path = file('local.yaml', 'job_schema_version: 1\nnn_weights: file\n');
    expect((await refusal(frames('--params', path, ...night()))).message).toContain('nn_weights is file');
    expect((await frames('--params', path, ...night(), '--weights', 'w')).weightsPath).toBe('w');
  });
});

describe('params that are set wrong', () => {
  it.each([
    ['--set', 'weight_tv=-1', 'weight_tv: found -1'],
    ['--set', 'nn_style_layers=[relu9_1]', 'nn_style_layers[0]: found the text "relu9_1"'],
    ['--device', 'gpu', 'job_device: found the text "gpu"'],
    ['--size', '5000', 'input_max_size: found 5000'],
    ['--iterations', '99999', 'video_iterations: found 99999'],
  ])('%s %s: what was found and what is allowed', async (flag, value, message) => {
    expect((await refusal(frames(...night(), flag, value))).message).toContain(message);
  });
});
