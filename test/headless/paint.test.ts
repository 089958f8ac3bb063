import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readParamsTag } from '../../src/export/params-tag.ts';
import { parseParams } from '../../src/project/parse.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const data = resolve(root, '../shared/data');
const folder = mkdtempSync(join(tmpdir(), 'plein-air-paint-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A picture that is small and quick: the layers of the first two blocks, a few evaluations. */
const QUICK = [
  ['--device', 'wasm'],
  ['--size', '48'],
  ['--iterations', '3:2'],
  ['--set', 'nn_content_layers=[conv2_1]'],
  ['--set', 'nn_style_layers=[relu1_1, relu2_1]'],
].flat();

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

function start(
  args: readonly string[],
  onText: (text: string, child: ChildProcess) => void = () => undefined,
): Promise<Ended> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--import', './scripts/register-raw.mjs', 'src/headless/paint.ts', ...args],
    { cwd: root },
  );
  let said = '';
  const hear = (chunk: Buffer) => {
    said += chunk;
    onText(said, child);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return new Promise((done) => child.on('close', (code) => done({ code, said })));
}

const paint = (...args: string[]) => start(args);
const out = (name: string) => join(folder, name);

async function film(path: string) {
  const input = new Input({ source: new BufferSource(readFileSync(path)), formats: ALL_FORMATS });
  const track = (await input.getPrimaryVideoTrack())!;
  return {
    codec: await track.getCodec(),
    frames: (await track.computePacketStats()).packetCount,
    seconds: await input.computeDuration(),
    size: [await track.getDisplayWidth(), await track.getDisplayHeight()],
    tag: await readParamsTag(readFileSync(path)),
  };
}

function record(path: string) {
  const text = readFileSync(path, 'utf8');
  const parsed = parseParams(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return { text, ...parsed };
}

async function picture(name: string, width = 64, height = 48, level = 128): Promise<string> {
  const path = out(name);
  const pixels = Buffer.from(
    Array.from({ length: width * height * 3 }, (_, i) => (level + 37 * i + (i >> 5) * 11) % 256),
  );
  await sharp(pixels, { raw: { width, height, channels: 3 } }).toFile(path);
  return path;
}

/** A folder of three photographs. */
async function photographs(name: string): Promise<string> {
  mkdirSync(out(name));
  for (const i of [1, 2, 10]) await picture(`${name}/${i}.png`, 64, 48, 20 * i);
  return out(name);
}

describe('npm run paint', () => {
  it('paints the demo without any file into a film, a record and stills', async () => {
    const path = out('demo.webm');
    mkdirSync(out('stills'));
    writeFileSync(join(out('stills'), '0007.png'), 'of a longer film');
    const { code, said } = await paint('--demo', '3', '--out', path, '--stills', out('stills'), ...QUICK);
    expect(code, said).toBe(0);
    const made = await film(path);
    expect(made).toMatchObject({ codec: 'vp9', frames: 3, size: [48, 28] });
    expect(made.seconds).toBeCloseTo(3 / 8, 2);
    const { text, params, results, warnings } = record(out('demo.yaml'));
    expect(made.tag).toBe(text);
    expect(warnings).toEqual([]);
    expect(params.nn_weights).toBe('untrained');
    expect(params.input_style_filenames).toEqual(['built-in:swirls', 'built-in:pastel']);
    expect(params.input_style_sha256).toHaveLength(2);
    expect(results.input_frames).toHaveLength(3);
    expect(results.job_iterations_run).toEqual([3, 2, 2]);
    for (const [i, last] of results.job_losses!.last.entries()) {
      expect(Object.keys(last)).toEqual(['content', 'style', 'tv', 'temporal', 'total']);
      expect(last.total).toBeLessThan(results.job_losses!.first[i]!.total);
    }
    expect(said).toContain('Untrained: all layers hold seeded random filters');
    expect(readdirSync(out('stills'))).toEqual(['0001.png', '0002.png', '0003.png', '0007.png']);
    expect(said).toMatch(/stills holds stills of another film too: 0007\.png\./);
    // Asked for itself: nothing to warn of.
    expect(said).not.toContain('the processor paints');
    // The record paints the same film again.
    const again = out('again, på våren.webm');
    const repeated = await paint('--demo', '3', '--params', out('demo.yaml'), '--out', again);
    expect(repeated.code, repeated.said).toBe(0);
    expect(repeated.said).not.toContain('not be the recorded film');
    expect(record(out('again, på våren.yaml')).params).toEqual(params);
    const pixels = (name: string) => {
      const file = readdirSync(`${out(name)}.work/painted`).filter((f) => f.endsWith('.png'));
      return file.sort().map((f) => readFileSync(join(`${out(name)}.work/painted`, f)));
    };
    expect(pixels('again, på våren.webm')).toEqual(pixels('demo.webm'));
  });

  it.skipIf(process.env.PLEIN_AIR_NO_GPU === '1')(
    'paints on WebGPU as on WebAssembly, and says that a software adapter is slow',
    async () => {
      // One layer, few evaluations: compiling and running shaders in software is slow.
      const few = [
        '--size',
        '32',
        '--iterations',
        '2:1',
        '--set',
        'nn_content_layers=[conv1_1]',
        '--set',
        'nn_style_layers=[relu1_1]',
      ];
      const on = async (device: string) => {
        const { code, said } = await paint('--demo', '2', '--out', out(`${device}.webm`), '--device', device, ...few);
        expect(code, said).toBe(0);
        return { said, results: record(out(`${device}.yaml`)).results };
      };
      const gpu = await on('webgpu');
      const wasm = await on('wasm');
      expect(gpu.said).toMatch(/computes on the processor/);
      expect(gpu.results.job_adapter).toMatch(/^webgpu: /);
      const [a, b] = [gpu, wasm].map(({ results }) => results.job_losses!.last[0]!.total);
      // Both engines agree within 1e-3 for one evaluation; two of them on one path stay close.
      expect(Math.abs(a! / b! - 1)).toBeLessThan(5e-3);
    },
    120_000,
  );

  it('paints photographs in natural order, keeps frames on Ctrl-C and goes on from there', async () => {
    const frames = await photographs('photos');
    const args = [
      '--frames',
      frames,
      '--style',
      await picture('style.png'),
      '--weights',
      'untrained',
      '--out',
      out('photos.webm'),
      ...QUICK,
    ];
    const stopped = await start([...args, '--iterations', '3:4000', '--set', 'job_ftol=0'], (said, child) => {
      if (said.includes('Frame 1/3')) child.kill('SIGINT');
    });
    expect(stopped.code, stopped.said).toBe(130);
    expect(stopped.said).toContain('Painted frames are kept');
    expect(existsSync(out('photos.webm'))).toBe(false);
    // Only budgets of later frames differ: the first frame is the same, and kept.
    const resumed = await paint(...args, '--set', 'job_ftol=0', '--device', 'auto');
    expect(resumed.code, resumed.said).toBe(0);
    expect(resumed.said).toContain('1 painted before, kept');
    if (resumed.said.includes('Device: wasm')) expect(resumed.said).toMatch(/processor paints.* a frame takes roughly/);
    const { results } = record(out('photos.yaml'));
    expect(results.input_frames!.map(({ name }) => name)).toEqual(['1.png', '2.png', '10.png']);
    expect((await film(out('photos.webm'))).frames).toBe(3);
    const smooth = ['--set', 'export_fps=24', '--set', 'export_interpolate=4'];
    const finished = await paint(...args, '--set', 'job_ftol=0', ...smooth);
    expect(finished.said).toContain('3 painted before, kept');
    const smoothFilm = await film(out('photos.webm'));
    expect(smoothFilm.frames).toBe(3 * 4);
    expect(smoothFilm.seconds).toBeCloseTo((3 * 4) / 24, 2);
  });
});

if (!existsSync(data)) process.stderr.write(`${data} is absent: the real street is not painted\n`);
describe.skipIf(!existsSync(data))('npm run paint on a real street', () => {
  it('paints four photographs with two paintings and real weights', async () => {
    const { code, said } = await paint(
      ...['--frames', join(data, 'street-lund'), '--out', out('lund.webm'), '--device', 'wasm'],
      ...[
        '--style',
        `${join(data, 'styles/starry-night.jpg')}:0.7`,
        '--style',
        `${join(data, 'styles/the_scream.jpg')}:0.3`,
      ],
      ...['--weights', join(data, 'vgg19-oxford'), '--set', 'nn_weights_missing=untrained'],
      ...['--size', '64', '--iterations', '12:6'],
    );
    expect(code, said).toBe(0);
    expect(await film(out('lund.webm'))).toMatchObject({ codec: 'vp9', frames: 4, size: [64, 48] });
    const { params, results, text } = record(out('lund.yaml'));
    expect(params.input_style_weights).toEqual([0.7, 0.3]);
    expect(results.nn_untrained_layers).toEqual(['conv4_1', 'conv4_2', 'conv4_3', 'conv4_4', 'conv5_1']);
    expect(text).not.toContain(data);
    const [first, ...later] = results.job_losses!.last.map(
      ({ total }, i) => total / results.job_losses!.first[i]!.total,
    );
    expect(first!).toBeLessThan(0.5);
    for (const share of later) expect(share).toBeLessThan(1);
  });
});

describe('npm run paint with bad input', () => {
  let frames: string;
  let style: string;
  beforeAll(async () => {
    frames = await photographs('good');
    style = await picture('good-style.png');
  });
  const bad = (name: string) => {
    mkdirSync(out(name));
    return out(name);
  };
  /** Everything but what a case changes is right. */
  const attempt = (changes: { frames?: string; style?: string; more?: string[] }) =>
    paint(
      ...['--frames', changes.frames ?? frames, '--style', changes.style ?? style, '--weights', 'untrained'],
      ...['--out', out('bad.webm'), ...QUICK, ...(changes.more ?? [])],
    );

  it('names an empty folder, one of other files, one that is not there, a corrupt, an empty and an absurd picture', async () => {
    const corrupt = bad('corrupt');
    await picture('corrupt/1.jpg');
    writeFileSync(join(corrupt, '2.jpg'), readFileSync(join(corrupt, '1.jpg')).subarray(0, 400));
    const zero = bad('zero');
    writeFileSync(join(zero, 'none.png'), '');
    const strip = bad('strip');
    await picture('strip/strip.png', 20_000, 10);
    const others = bad('others');
    for (const name of ['notes.txt', 'ride.mp4']) writeFileSync(join(others, name), 'x');
    const cases: [string, RegExp][] = [
      [bad('empty'), /no picture in the folder .*empty/],
      [others, /no picture in the folder .*it has 2 other file\(s\), such as notes\.txt, ride\.mp4/],
      [out('nowhere'), /nowhere/],
      [corrupt, /2\.jpg/],
      [zero, /none\.png.*empty|none\.png.*0 bytes/i],
      [strip, /strip\.png.*20,?000/],
    ];
    for (const [folderName, message] of cases) {
      const { code, said } = await attempt({ frames: folderName });
      expect(code, said).toBe(1);
      expect(said).toMatch(message);
      // A message for a person, not a trace.
      expect(said).not.toMatch(/\n\s+at /);
    }
    expect(existsSync(out('bad.webm'))).toBe(false);
  });

  it('paints frames of different sizes at the size of the first, and says which were cut', async () => {
    const mixed = await photographs('mixed');
    await picture('mixed/3.png', 48, 80);
    await picture('mixed/4.png', 128, 96);
    const { code, said } = await attempt({ frames: mixed });
    expect(code, said).toBe(0);
    expect(said).toMatch(/3\.png is 48×80 px, of another shape/);
    expect(said).not.toMatch(/4\.png is/);
    expect(await film(out('bad.webm'))).toMatchObject({ frames: 5, size: [48, 36] });
  });

  it('tells wrong params with their lines and exit code 1', async () => {
    const yaml = out('wrong.yaml');
    writeFileSync(yaml, 'job_schema_version: 1\nweight_tv: -1\nnn_style_layers: [relu8_1]\n');
    const { code, said } = await attempt({ more: ['--params', yaml] });
    expect(code).toBe(1);
    expect(said).toMatch(/wrong\.yaml:2:12 weight_tv: found -1/);
    expect(said).toMatch(/wrong\.yaml:3:19/);
  });

  it('tells wrong flags, a missing painting and a missing style', async () => {
    const cases: [string[], number, RegExp][] = [
      [['--frames', frames, '--demo', '2'], 2, /either --frames DIR or --demo N/],
      [['--demo', 'two'], 2, /--demo must be a whole number/],
      [['--demo', '2', '--nonsense'], 2, /nonsense/],
      [['--demo', '2', '--out', out('x.mp4')], 1, /ends in \.webm/],
      [['--demo', '2', '--style', out('lost.jpg')], 1, /lost\.jpg cannot be read: there is no such file/],
      [['--demo', '2', '--style', 'built-in:nothing'], 1, /built-in:swirls/],
      [['--demo', '2', '--set', 'weight_style=-3'], 1, /weight_style/],
      [['--frames', frames, '--out', out('y.webm')], 1, /no painting to paint with/],
    ];
    const ended = await Promise.all(cases.map(([args]) => paint(...args)));
    ended.forEach(({ code, said }, i) => {
      expect(said).toMatch(cases[i]![2]);
      expect(code, said).toBe(cases[i]![1]);
    });
    const help = await paint('--help');
    expect(help.code).toBe(0);
    expect(help.said).toContain('--frames DIR');
  });

  it('says that a file stands where the film should go, before anything is painted', async () => {
    writeFileSync(out('file'), 'x');
    const { code, said } = await paint('--demo', '1', '--out', join(out('file'), 'film.webm'), ...QUICK);
    expect(code).toBe(1);
    expect(said).toMatch(/file stands where a folder is needed/);
  });

  it('offers wasm where there is no WebGPU adapter', async () => {
    const saved = process.env.VK_ICD_FILENAMES;
    process.env.VK_ICD_FILENAMES = '/nonexistent.json';
    try {
      const { code, said } = await paint('--demo', '1', '--out', out('gpu.webm'), ...QUICK, '--device', 'webgpu');
      expect(code).toBe(1);
      expect(said).toMatch(/no WebGPU adapter/);
      expect(said).toMatch(/--device wasm/);
    } finally {
      if (saved === undefined) delete process.env.VK_ICD_FILENAMES;
      else process.env.VK_ICD_FILENAMES = saved;
    }
  });

  // /dev/full answers every write with ENOSPC; as the film's unfinished file it stands in for a full disk.
  it.skipIf(!existsSync('/dev/full'))(
    'keeps what is painted when the disk is full',
    async () => {
      const path = out('full.webm');
      symlinkSync('/dev/full', `${path}.unfinished`);
      const { code, said } = await paint('--demo', '2', '--out', path, ...QUICK);
      expect(code).toBe(1);
      expect(said).toMatch(/full\.webm.*ENOSPC|disk is full/i);
      const again = await paint('--demo', '2', '--out', path, ...QUICK);
      expect(again.code, again.said).toBe(0);
      expect(again.said).toContain('2 painted before, kept');
    },
    60_000,
  );
});
