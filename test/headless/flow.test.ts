import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import type { FlowField } from '../../src/core/field.ts';
import { flowColours } from '../../src/flow/colours.ts';
import { readFlo, writeFlo } from '../../src/flow/flo.ts';
import { renderView } from '../../src/frames/sources/procedural/render.ts';
import { createStreet } from '../../src/frames/sources/procedural/street.ts';
import { driveAlong } from '../../src/frames/sources/procedural/street-line.ts';
import { runFlow } from '../../src/headless/flow-command.ts';
import { HELP, parseFlowOptions } from '../../src/headless/flow-options.ts';
import { UsageError } from '../../src/headless/usage-error.ts';
import { readNetpbm } from '../../src/platform/netpbm.ts';
import { createNodeImageCodec } from '../../src/platform/node/image-codec.ts';

const folder = mkdtempSync(join(tmpdir(), 'plein-air-flow-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);
const reference = fileURLToPath(new URL('../../../shared/data/ruder-marple/', import.meta.url));

/** Runs the command in this process, on the processor. @returns what it told */
async function flow(...args: readonly string[]): Promise<string[]> {
  const said: string[] = [];
  await runFlow(parseFlowOptions(args)!, {
    codec: createNodeImageCodec(),
    devices: { request: async () => null },
    say: (line) => said.push(line),
  });
  return said;
}

/** Levels of a mask file. */
const levels = (path: string) => readNetpbm(readFileSync(path), path).data.filter((_, i) => i % 4 === 0);

const WIDTH = 64;
const HEIGHT = 48;

/** A texture of waves, moved. */
async function waves(name: string, dx: number, dy: number, width = WIDTH): Promise<string> {
  const pixels = new Uint8Array(width * HEIGHT * 3);
  for (let y = 0, o = 0; y < HEIGHT; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x - dx, y - dy];
      for (let c = 0; c < 3; c++, o++) {
        pixels[o] = 128 + 50 * Math.sin(0.5 * u + 0.13 * v + c) + 50 * Math.sin(0.41 * v - 0.17 * u + 2 * c);
      }
    }
  }
  if (name.endsWith('.ppm')) {
    writeFileSync(at(name), Buffer.concat([Buffer.from(`P6\n${width} ${HEIGHT}\n255\n`), pixels]));
  } else {
    await sharp(pixels, { raw: { width, height: HEIGHT, channels: 3 } }).toFile(at(name));
  }
  return at(name);
}

/** Two views along the built-in street, 4 m apart, the later one first: the earlier one shows all that it shows. */
async function streetViews(): Promise<{ readonly pictures: readonly [string, string]; readonly fov: number }> {
  const street = createStreet(7);
  const poses = driveAlong({ frames: 2, seed: 7, spacing: 4 });
  const codec = createNodeImageCodec();
  const pictures = await Promise.all(
    poses.map(async (pose, i) => {
      const { image } = renderView(street, pose, { width: 96, height: 64 });
      writeFileSync(at(`street${i}.png`), await codec.encodePng(image));
      return at(`street${i}.png`);
    }),
  );
  return { pictures: [pictures[1]!, pictures[0]!], fov: poses[0]!.fov };
}

const still: FlowField = { width: 8, height: 8, data: new Float32Array(128) };

describe('npm run flow', () => {
  it('writes the motion between two pictures, its colours, its reliability and the warped picture', async () => {
    const a = await waves('a.png', 0, 0);
    const b = await waves('b.ppm', 2.5, -1.5);
    const files = { out: at('ab.flo'), back: at('ba.flo'), viz: at('ab.png'), mask: at('ab.pgm'), warp: at('w.png') };
    // The dense flow alone: what looks for a camera also doubts what the pictures contradict.
    const dense = ['--set', 'flow_method=dense'];
    const said = await flow(a, b, ...Object.entries(files).flatMap(([flag, path]) => [`--${flag}`, path]), ...dense);
    const forward = readFlo(readFileSync(files.out), 'ab');
    const backward = readFlo(readFileSync(files.back), 'ba');
    const inner = 24 * WIDTH + 32;
    expect(Math.hypot(forward.data[2 * inner]! - 2.5, forward.data[2 * inner + 1]! + 1.5)).toBeLessThan(0.1);
    expect(Math.hypot(backward.data[2 * inner]! + 2.5, backward.data[2 * inner + 1]! - 1.5)).toBeLessThan(0.1);
    // The mask is the one that --check gives for the two fields.
    await flow('--check', files.out, files.back, '--out', at('check.pgm'));
    expect(readFileSync(files.mask)).toEqual(readFileSync(at('check.pgm')));
    const viz = await sharp(files.viz).ensureAlpha().raw().toBuffer();
    expect([...viz]).toEqual([...flowColours(forward).data]);
    // B on A is A, but for the border that comes from outside.
    const [warped, whole] = await Promise.all(
      [files.warp, a].map((path) => sharp(path).removeAlpha().raw().toBuffer()),
    );
    for (let y = 8; y < HEIGHT - 8; y++) {
      for (let i = 3 * (y * WIDTH + 8); i < 3 * (y * WIDTH + WIDTH - 8); i++) {
        expect(Math.abs(warped![i]! - whole![i]!)).toBeLessThan(14);
      }
    }
    expect(said.join('\n')).toMatch(/ab\.flo: 64×48 px, longest motion \d\.\d px, \d\d? % trusted/);
    expect(said.join('\n')).toMatch(/ab\.png: full colour is \d\.\d px/);
  });

  it('tells how the camera moved along a street, and writes how near things are', async () => {
    const { pictures, fov } = await streetViews();
    writeFileSync(at('poses.txt'), '1 0 0 0 0 1 0 0 0 0 1 4\n1 0 0 0 0 1 0 0 0 0 1 0\n');
    const given = ['--fov', `${fov}`, '--pose', at('poses.txt')];
    const said = await flow(...pictures, '--out', at('s.flo'), '--depth', at('depth.png'), ...given);
    const line = said.find((told) => told.startsWith('Camera: '))!;
    // The camera looks 4° up.
    expect(line).toMatch(
      /^Camera: moved [0-2]\.\d° (left|right) of straight back and [345]\.\d° above its line of sight, turned \d\.\d° right.*; field of view \d+\.\d°; (\d+) of (\d+) matches follow it; (\d+) % of the pixels follow their epipolar lines$/,
    );
    expect(Number(/field of view ([\d.]+)/.exec(line)![1])).toBeCloseTo(fov, 0);
    expect(Number(/(\d+) % of the pixels/.exec(line)![1])).toBeGreaterThan(80);
    expect(said.at(-1)).toMatch(/depth\.png: brightest is \d+\.\d × the way between the cameras or nearer/);
    // The road at the foot of the picture is nearer than what stands in the middle: brighter.
    const { data, info } = await sharp(at('depth.png')).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 96, height: 64, channels: 4 });
    const brightness = (from: number, to: number) => {
      let [sum, count] = [0, 0];
      for (let i = 96 * from; i < 96 * to; i++) {
        if (data[4 * i + 3] === 0) continue;
        sum += data[4 * i]! + data[4 * i + 1]! + data[4 * i + 2]!;
        count++;
      }
      expect(count).toBeGreaterThan(96);
      return sum / count;
    };
    expect(brightness(58, 64)).toBeGreaterThan(brightness(24, 36) + 100);
  }, 60_000);

  it('tells why no camera gives the motion, and that there is no depth then', async () => {
    const [a, b] = [await waves('a.png', 0, 0), await waves('b.png', 2.5, -1.5)];
    const said = await flow(a, b, '--out', at('n.flo'));
    expect(said.at(-1)).toMatch(/^No moving camera was used: .+; every pixel was searched by itself$/);
    await expect(flow(a, b, '--out', at('d.flo'), '--depth', at('none.png'))).rejects.toThrow(
      `${at('none.png')} was not written: there is no depth without a moving camera.`,
    );
    expect([existsSync(at('d.flo')), existsSync(at('none.png'))]).toEqual([true, false]);
    const dense = await flow(a, b, '--out', at('n.flo'), '--set', 'flow_method=dense');
    expect(dense.join('\n')).not.toMatch(/camera/);
  });

  describe.skipIf(!existsSync(reference))('--check (skipped where ../shared/data is absent)', () => {
    it.each([
      ['reliable_1_2', 'forward_1_2', 'backward_2_1'],
      ['reliable_2_1', 'backward_2_1', 'forward_1_2'],
      ['reliable_2_3', 'forward_2_3', 'backward_3_2'],
      ['reliable_3_2', 'backward_3_2', 'forward_2_3'],
    ])('agrees with the 2016 paper’s own checker on %s', async (mask, there, back) => {
      const fields = [`${reference}${there}.flo`, `${reference}${back}.flo`];
      await flow('--check', ...fields, '--out', at('mask.pgm'), '--set', 'flow_edge_rule=ruder2016');
      const ours = levels(at('mask.pgm'));
      const theirs = levels(`${reference}${mask}.pgm`);
      expect(ours.length).toBe(theirs.length);
      let apart = 0;
      let otherSide = 0;
      for (let i = 0; i < ours.length; i++) {
        if (Math.abs(ours[i]! - theirs[i]!) > 2) apart++;
        if (ours[i]! >= 128 !== theirs[i]! >= 128) otherSide++;
      }
      expect(apart / ours.length).toBeLessThanOrEqual(0.01);
      expect(otherSide).toBe(0);
    });
  });

  it('takes the params of the flow', async () => {
    const far: FlowField = { ...still, data: still.data.map((_, i) => (i % 2 ? 0 : 1)) };
    writeFileSync(at('far.flo'), writeFlo(far));
    writeFileSync(at('still.flo'), writeFlo(still));
    const check = ['--check', at('far.flo'), at('still.flo'), '--out', at('m.pgm'), '--set', 'flow_mask_blur=0'];
    await flow(...check);
    expect(levels(at('m.pgm'))[0]).toBe(0);
    await flow(...check, '--set', 'flow_consistency_abs=1');
    expect(levels(at('m.pgm'))[0]).toBe(255);
  });

  it('scales the colours as it is told, so that pairs can be compared', async () => {
    writeFileSync(at('one.flo'), writeFlo({ ...still, data: still.data.map((_, i) => (i % 2 ? 0 : 1)) }));
    const args = ['--check', at('one.flo'), at('one.flo'), '--out', at('m.pgm'), '--viz', at('v.png')];
    const said = await flow(...args, '--largest', '2');
    expect([...(await sharp(at('v.png')).raw().toBuffer()).subarray(0, 3)]).toEqual([255, 128, 128]);
    expect(said.at(-1)).toContain('full colour is 2.0 px');
  });

  it('names the picture, the file or the size that is wrong', async () => {
    const a = await waves('a.png', 0, 0);
    const wide = await waves('wide.png', 0, 0, 80);
    const out = ['--out', at('x.flo')];
    await expect(flow(a, at('none.png'), ...out)).rejects.toThrow(
      `Picture B ${at('none.png')} cannot be read: there is no such file.`,
    );
    await expect(flow(a, wide, ...out)).rejects.toThrow(`${a} is 64×48 px, and ${wide} is 80×48 px.`);
    writeFileSync(at('still.flo'), writeFlo(still));
    await expect(flow('--check', at('still.flo'), a, '--out', at('x.pgm'))).rejects.toThrow(`${a}: no flow file`);
    await expect(flow(a, a, ...out, '--pose', at('no.txt'))).rejects.toThrow(
      `The pose file ${at('no.txt')} cannot be read: there is no such file.`,
    );
    await expect(flow(a, a, ...out, '--set', 'flow_mask_blur=9')).rejects.toMatchObject({ kind: 'input' });
    await expect(flow(a, a, ...out, '--device', 'webgpu')).rejects.toMatchObject({ kind: 'device' });
    expect(existsSync(at('x.flo'))).toBe(false);
  });

  it.each([
    [['a.png', '--out', 'x.flo'], 'Give two pictures, A and B: got one.'],
    [['--check', 'a', 'b', 'c', '--out', 'x.pgm'], 'Give two flow files, there and back: got 3.'],
    [['a', 'b'], 'Give --out FILE: where the flow (.flo) is to be written.'],
    [['a', 'b', '--out', 'x.png'], '--out is x.png: give a name that ends in .flo.'],
    [['a', 'b', '--check', '--out', 'x.flo'], '--out is x.flo: give a name that ends in .pgm.'],
    [['a', 'b', '--out', 'x.flo', '--viz', 'x.jpg'], '--viz is x.jpg: give a name that ends in .png.'],
    [['a', 'b', '--check', '--out', 'x.pgm', '--warp', 'w.png'], '--warp goes with two pictures, not with --check.'],
    [['a', 'b', '--out', 'x.flo', '--largest', '0'], '--largest must be a number of pixels above 0, got "0".'],
    [['a', 'b', '--out', 'x.flo', '--device', 'gpu'], '--device must be auto, webgpu or cpu, got "gpu".'],
    [['a', 'b', '--out', 'x.flo', '--set', 'flow_mask_blurr=1'], 'did you mean flow_mask_blur?'],
    [['a', 'b', '--out', 'x.flo', '--set', 'weight_tv=1'], 'there is no parameter weight_tv'],
    [['a', 'b', '--out', 'x.flo', '--depth', 'd.jpg'], '--depth is d.jpg: give a name that ends in .png.'],
    [['a', 'b', '--out', 'x.flo', '--fov', '9'], '--fov must be a number of degrees from 10 to 170, got "9".'],
    [['a', 'b', '--out', 'x.flo', '--fov', 'wide'], '--fov must be a number of degrees from 10 to 170, got "wide".'],
    [['a', 'b', '--check', '--out', 'x.pgm', '--fov', '80'], '--fov goes with two pictures, not with --check.'],
    [
      ['a', 'b', '--out', 'x.flo', '--pose', 'p.txt', '--set', 'flow_method=dense'],
      '--pose goes with flow_method auto, not with dense.',
    ],
    [['a', 'b', '--wrap', 'x.png'], "Unknown option '--wrap'"],
  ])('refuses the call %j', (args, message) => {
    expect(() => parseFlowOptions(args)).toThrow(UsageError);
    expect(() => parseFlowOptions(args)).toThrow(message);
  });

  it('ends with the code that its help names', () => {
    const call = (...args: string[]) =>
      spawnSync(
        process.execPath,
        ['--import', 'tsx', '--import', './scripts/register-raw.mjs', 'src/headless/flow.ts', ...args],
        { cwd: fileURLToPath(new URL('../../', import.meta.url)), encoding: 'utf8' },
      );
    expect(call('--help')).toMatchObject({ status: 0, stdout: HELP, stderr: '' });
    expect(call('a')).toMatchObject({
      status: 2,
      stderr: 'Give two pictures, A and B: got one.\nSee npm run flow -- --help\n',
    });
    expect(call('a.png', 'b.png', '--out', 'x.flo')).toMatchObject({
      status: 1,
      stderr: 'Picture A a.png cannot be read: there is no such file.\nCheck the name and its folder.\n',
    });
  });
});
