import { notifications, notificationsStore } from '@mantine/notifications';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { RgbaImage } from '../../../src/core/image.ts';
import { createMemorySink } from '../../../src/export/film-sink.ts';
import { writeWebm } from '../../../src/export/webm.ts';
import { createNodeVideoEncoder } from '../../../src/platform/node/video-encoder.ts';
import { parseParams } from '../../../src/project/parse.ts';
import { createParams } from '../../../src/project/resolve.ts';
import type { Params } from '../../../src/project/schema.ts';
import { writeParams } from '../../../src/project/write.ts';
import { createEmptyProject } from '../../../src/studio/projects/new-project.ts';
import { useMap } from '../../../src/studio/route/map-store.ts';
import { useDocument } from '../../../src/studio/state/document-store.ts';
import { carriesParams, loadParamsFile, paramsFile } from '../../../src/studio/tune/params-file.ts';
import { useParamsProblems } from '../../../src/studio/tune/params-problems.ts';
import { OLDER_RECORD } from '../../project/older-form.ts';
import { routeProject } from '../fake-render.ts';
import { opened, openProject, painting, steps } from './open-project.ts';

const yaml = (text: string, name = 'params.yaml') => new File([text], name);
const report = () => useParamsProblems.getState().report;
const told = () => notificationsStore.getState().notifications.map(({ title, message }) => `${title}\n${message}`);

/** A film of one grey frame, as the exporter writes it. */
async function film(paramsYaml?: string): Promise<File> {
  const frame: RgbaImage = { width: 32, height: 32, data: new Uint8ClampedArray(32 * 32 * 4).fill(128) };
  const sink = createMemorySink();
  const tag = paramsYaml === undefined ? {} : { paramsYaml };
  await writeWebm(
    (async function* () {
      yield frame;
    })(),
    { size: { width: 32, height: 32 }, fps: 12, hold: 1, codec: 'vp8', bitrate: 'auto', sink, ...tag },
    createNodeVideoEncoder(),
  );
  return new File([sink.bytes().slice()], 'film.webm');
}

beforeEach(() => {
  openProject();
  notifications.clean();
  useParamsProblems.getState().close();
});

describe('a good file', () => {
  test('gives what it says, in one step of undo', async () => {
    await loadParamsFile(yaml('job_schema_version: 1\nweight_tv: 0.5\nvideo_iterations: 77\n'));
    expect(opened().params).toMatchObject({ weight_tv: 0.5, video_iterations: 77 });
    expect(steps()).toBe(1);
    useDocument.temporal.getState().undo();
    expect(opened().params.weight_tv).toBe(0.001);
    expect(told().join()).toContain('params.yaml loaded');
  });

  test('sets back what it does not name: a file is the whole of the params', async () => {
    openProject([], { weight_style: 5 });
    await loadParamsFile(yaml('weight_tv: 0.5\n'));
    expect(opened().params.weight_style).toBe(10000);
  });

  test('is not loaded into another project that was opened meanwhile', async () => {
    const loading = loadParamsFile(yaml('weight_tv: 0.5\n'));
    const other = createEmptyProject('other', true);
    useDocument.getState().open(other);
    await loading;
    expect(opened()).toBe(other);
    expect(told().join()).toContain('params.yaml was not loaded');
  });

  test('brings the map to its way', async () => {
    const showAll = vi.fn();
    useMap.setState({ showAll, mode: 'draw' });
    await loadParamsFile(yaml('weight_tv: 0.5\n'));
    expect([showAll.mock.calls, useMap.getState().mode]).toEqual([[], 'draw']);
    await loadParamsFile(yaml('route_points: [[48.1, 2.1], [48.2, 2.2]]\n'));
    expect(showAll.mock.calls).toEqual([
      [
        [
          { lat: 48.1, lng: 2.1 },
          { lat: 48.2, lng: 2.2 },
        ],
      ],
    ]);
    expect(useMap.getState().mode).toBe('edit');
  });

  test('of the older form loads as it is', async () => {
    openProject([painting('picasso_seated_nude.jpg')]);
    await loadParamsFile(yaml(OLDER_RECORD, 'record.yaml'));
    expect(opened().params).toMatchObject({
      job_device: 'webgpu',
      job_scale_min: 0,
      job_max_iterations: 3000,
      input_style_filenames: ['picasso_seated_nude.jpg'],
      weight_content: 5,
    });
    expect(report()).toBeNull();
  });

  test('keeps unknown keys for saving, and remarks on them', async () => {
    await loadParamsFile(yaml('weight_tv: 0.5\nweigth_style: 3\n'));
    expect(opened().extras).toEqual({ weigth_style: 3 });
    expect(told().join()).toContain(
      'line 2, weigth_style: unknown key, kept without effect; did you mean weight_style?',
    );
    expect(paramsFile()?.text).toContain('weigth_style: 3');
  });

  test('with many remarks shows them with their lines', async () => {
    await loadParamsFile(yaml('a1: 1\na2: 1\na3: 1\na4: 1\n'));
    expect(report()).toMatchObject({ kind: 'warnings', file: 'params.yaml' });
    expect(report()?.problems.map(({ line, source }) => [line, source])[3]).toEqual([4, 'a4: 1']);
  });

  test('that names no route leaves the way, the camera and the frames of the project alone', async () => {
    const way: Partial<Params> = {
      route_points: [
        [55.7, 13.19],
        [55.71, 13.19],
      ],
      route_drawn_on: 'google',
      route_source: 'streetview',
      frame_fov: 60,
    };
    const { frames } = routeProject([{}, {}]);
    openProject([], { ...way, weight_tv: 0.2 }, { frames });
    // Files that the program writes say everything, also that there is no route.
    for (const text of ['weight_tv: 0.5\n', writeParams(createParams({ weight_tv: 0.5 })), OLDER_RECORD]) {
      await loadParamsFile(yaml(text));
      expect(opened().params).toMatchObject(way);
      expect(opened().frames).toBe(frames);
      expect(opened().params.weight_tv).not.toBe(0.2);
    }
    expect(told().join()).toContain('It names no route');
  });

  test('that names a route brings it, and what goes with it', async () => {
    const { frames } = routeProject([{}, {}]);
    openProject([], { frame_fov: 60, route_source: 'panoramax' }, { frames });
    await loadParamsFile(yaml('route_points: [[1, 2], [1, 3]]\nroute_source: mapillary\n'));
    expect(opened().params).toMatchObject({
      frame_fov: 90,
      route_source: 'mapillary',
      route_points: [
        [1, 2],
        [1, 3],
      ],
    });
    expect(opened().frames).toBe(frames);
  });

  test('without an open project is told so', async () => {
    useDocument.getState().open(null);
    await loadParamsFile(yaml('weight_tv: 0.5\n'));
    expect(useDocument.getState().document).toBeNull();
    expect(told().join()).toContain('Open a project first');
  });
});

test('a file that leaves the way out says so, and where it holds it nothing', () => {
  const way: Partial<Params> = {
    route_points: [
      [55.7, 13.19],
      [55.71, 13.19],
    ],
    route_source: 'streetview',
  };
  const { frames } = routeProject([{}, {}]);
  if (frames.kind !== 'route') throw new Error('no route');
  const found = { ...frames, source: 'streetview', drawnOn: 'google' } as const;
  openProject([], { ...way, route_drawn_on: 'maplibre' }, { frames: found });
  expect(paramsFile()).toMatchObject({
    leftOut: expect.stringContaining('drawn on another map'),
    text: expect.stringContaining('route_points: []'),
  });
  openProject([], { ...way, route_drawn_on: 'typed' }, { frames: found });
  expect(paramsFile()).toMatchObject({ leftOut: null, text: expect.stringContaining('route_drawn_on: typed') });
});

describe('a bad file changes nothing', () => {
  const bad: [what: string, file: () => File][] = [
    ['a wrong value', () => yaml('weight_tv: 0.5\nweight_style: heavy\n')],
    ['broken YAML', () => yaml('weight_tv: [0.5\n')],
    ['a newer version', () => yaml('job_schema_version: 99\n')],
    ['bytes that are no text', () => new File([new Uint8Array([0xff, 0xfe, 0, 1])], 'x.yaml')],
    ['five megabytes of text', () => yaml(`a: ${'x'.repeat(5e6)}`)],
  ];

  test.each(bad)('%s', async (_, file) => {
    const before = opened();
    await loadParamsFile(file());
    expect(opened()).toBe(before);
    expect(steps()).toBe(0);
    expect(report()?.kind).toBe('errors');
    expect(report()?.problems.length).toBeGreaterThan(0);
  });

  test('and shows line, column, key, what is allowed, and the line itself', async () => {
    await loadParamsFile(yaml('weight_tv: 0.5\nweight_style: heavy\njob_seed: -1\n'));
    expect(report()?.problems).toEqual([
      {
        line: 2,
        column: 15,
        key: 'weight_style',
        message: 'found the text "heavy"; allowed: a number from 1 to 10000000',
        source: 'weight_style: heavy',
      },
      {
        line: 3,
        column: 11,
        key: 'job_seed',
        message: 'found -1; allowed: a whole number from 0 to 4294967295',
        source: 'job_seed: -1',
      },
    ]);
  });

  test('a huge file is not read into memory', async () => {
    const huge = yaml('weight_tv: 0.5\n', 'huge.yaml');
    Object.defineProperties(huge, {
      size: { value: 3e9 },
      arrayBuffer: { value: () => Promise.reject(new Error('read')) },
    });
    await loadParamsFile(huge);
    expect(told()).toEqual(['huge.yaml is too large for params: 3000.0 MB.\nChoose a params YAML.']);
    expect(steps()).toBe(0);
  });

  test('a file that has gone since it was chosen is named', async () => {
    const gone = yaml('weight_tv: 0.5\n', 'gone.yaml');
    Object.defineProperty(gone, 'arrayBuffer', { value: () => Promise.reject(new Error('not found')) });
    await loadParamsFile(gone);
    expect(told()).toEqual(['gone.yaml cannot be read\nnot found. Choose it again.']);
  });
});

describe('paintings of a file', () => {
  const mix = (names: string[], weights: number[]) =>
    yaml(`input_style_filenames: [${names.join(', ')}]\ninput_style_weights: [${weights.join(', ')}]\n`);

  test('are the project’s of that name, in the file’s order and shares', async () => {
    openProject([painting('a.jpg'), painting('b.jpg', 'b')]);
    await loadParamsFile(mix(['b.jpg', 'a.jpg'], [0.7, 0.3]));
    expect(opened().styles.map(({ id }) => id)).toEqual(['id-b.jpg', 'id-a.jpg']);
    expect(opened().params.input_style_filenames).toEqual(['b.jpg', 'a.jpg']);
    expect(opened().params.input_style_weights).toEqual([0.7, 0.3]);
  });

  test('are found by hash under another name, before any name', async () => {
    openProject([painting('a.jpg', 'a'), painting('renamed.jpg', 'c')]);
    const hashes = `input_style_sha256: [${'c'.repeat(64)}]\n`;
    await loadParamsFile(yaml(`input_style_filenames: [a.jpg]\ninput_style_weights: [1]\n${hashes}`));
    expect(opened().styles.map(({ name }) => name)).toEqual(['renamed.jpg']);
    expect(opened().params.input_style_filenames).toEqual(['renamed.jpg']);
  });

  test('of that name with other bytes are used, and told', async () => {
    openProject([painting('a.jpg', 'a')]);
    const hashes = `input_style_sha256: [${'c'.repeat(64)}]\n`;
    await loadParamsFile(yaml(`input_style_filenames: [a.jpg]\ninput_style_weights: [1]\n${hashes}`));
    expect(opened().styles.map(({ name }) => name)).toEqual(['a.jpg']);
    expect(told().join()).toContain('Another picture than the params mean: a.jpg');
  });

  test('that are built in join', async () => {
    await loadParamsFile(mix(['built-in:swirls', 'built-in:pastel'], [0.7, 0.3]));
    expect(opened().styles.map(({ name, sha256 }) => [name, sha256])).toEqual([
      ['built-in:swirls', null],
      ['built-in:pastel', null],
    ]);
    expect(new Set(opened().styles.map(({ id }) => id)).size).toBe(2);
  });

  test('that are missing are named with their share, and the others stay', async () => {
    openProject([painting('a.jpg')]);
    await loadParamsFile(mix(['a.jpg', 'lost.jpg', 'built-in:nothing'], [0.5, 0.3, 0.2]));
    expect(opened().params.input_style_filenames).toEqual(['a.jpg']);
    expect(opened().params.input_style_weights).toEqual([0.5]);
    expect(told().join()).toContain('Not in this project: lost.jpg (share 0.3), built-in:nothing (share 0.2)');
  });

  test('that are all missing leave the project’s as they were', async () => {
    openProject([painting('a.jpg'), painting('b.jpg')]);
    await loadParamsFile(mix(['lost.jpg'], [1]));
    expect(opened().params.input_style_filenames).toEqual(['a.jpg', 'b.jpg']);
    expect(told().join()).toContain('stay as they were');
  });

  test('with all the weight on the missing one share alike', async () => {
    openProject([painting('a.jpg')]);
    await loadParamsFile(mix(['a.jpg', 'lost.jpg'], [0, 1]));
    expect(opened().params.input_style_weights).toEqual([1]);
  });
});

describe('saving', () => {
  test('and loading again gives the same params, and the same bytes', async () => {
    openProject([painting('a.jpg'), painting('b.jpg', 'b')], { weight_tv: 3, nn_style_layers: ['relu1_1'] });
    const saved = paramsFile();
    const { params } = opened();
    openProject([painting('a.jpg'), painting('b.jpg', 'b')]);
    await loadParamsFile(yaml(saved?.text ?? ''));
    expect(opened().params).toEqual(params);
    expect(paramsFile()?.text).toBe(saved?.text);
  });

  test('writes the hashes where every painting is a file', () => {
    const hashesOf = () => {
      const parsed = parseParams(paramsFile()?.text ?? '');
      return parsed.ok ? parsed.params.input_style_sha256 : null;
    };
    openProject([painting('a.jpg')]);
    expect(hashesOf()).toEqual(['a'.repeat(64)]);
    openProject([painting('a.jpg'), painting('built-in:swirls')]);
    expect(hashesOf()).toEqual([]);
  });

  test.each([
    ['Lund, Adelgatan', 'Lund- Adelgatan.yaml'],
    ['../../etc/passwd', 'etc-passwd.yaml'],
    ['Malmö 神奈川', 'Malmö 神奈川.yaml'],
    ['???', 'plein-air.yaml'],
  ])('names the file of %j %j', (name, file) => {
    openProject([], {}, { name });
    expect(paramsFile()?.name).toBe(file);
  });
});

describe('a film', () => {
  test('of ours gives the params that it carries', async () => {
    const file = await film('job_schema_version: 1\nweight_tv: 0.25\n');
    expect(await carriesParams(file)).toBe(true);
    await loadParamsFile(file);
    expect(opened().params.weight_tv).toBe(0.25);
  });

  test('without params is told, and is no params file', async () => {
    const file = await film();
    expect(await carriesParams(file)).toBe(false);
    await loadParamsFile(file);
    expect(told().join()).toContain('The film film.webm carries no params.');
    expect(steps()).toBe(0);
  });

  test('that is cut short is no params file', async () => {
    const cut = (await film('weight_tv: 0.25\n')).slice(0, 40);
    expect(await carriesParams(new File([cut], 'film.webm'))).toBe(false);
  });

  test('or a picture of another name is none either', async () => {
    expect(await carriesParams(new File(['GIF89a'], 'a.gif'))).toBe(false);
    expect(await carriesParams(yaml('', 'A.YML'))).toBe(true);
  });
});
