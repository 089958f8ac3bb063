import { describe, expect, it } from 'vitest';
import { PleinAirError } from '../../src/core/errors.ts';
import { HELP, type PaintOptions, parsePaintOptions } from '../../src/headless/paint-options.ts';
import { UsageError } from '../../src/headless/usage-error.ts';

function parse(...args: string[]): PaintOptions {
  const options = parsePaintOptions(['--frames', 'street', ...args]);
  if (options === null) throw new Error('help was asked for');
  return options;
}

describe('parsePaintOptions', () => {
  it('reads the call of the README', () => {
    const options = parsePaintOptions([
      ...['--frames', 'DIR', '--style', 'a.jpg:0.7', '--style', 'b.jpg:0.3', '--params', 'p.yaml', '--out', 'out.webm'],
      ...['--size', '160', '--iterations', '60:20', '--weights', 'oxford', '--device', 'wasm', '--stills', 'png'],
      ...['--set', 'weight_tv=0.01', '--set', 'nn_style_layers=[relu1_1, relu2_1]'],
    ]);
    expect(options).toEqual({
      source: { kind: 'frames', folder: 'DIR' },
      styles: [
        { path: 'a.jpg', weight: 0.7 },
        { path: 'b.jpg', weight: 0.3 },
      ],
      paramsFile: 'p.yaml',
      out: 'out.webm',
      weights: 'oxford',
      stills: 'png',
      overrides: {
        input_max_size: 160,
        job_max_iterations: 60,
        video_first_iterations: 60,
        video_iterations: 20,
        video_pass_iterations: 20,
        job_device: 'wasm',
        weight_tv: 0.01,
        nn_style_layers: ['relu1_1', 'relu2_1'],
      },
    });
  });

  it('sets no parameter that no flag names', () => {
    expect(parse()).toEqual({
      source: { kind: 'frames', folder: 'street' },
      styles: [],
      paramsFile: undefined,
      out: 'painted.webm',
      weights: undefined,
      stills: undefined,
      overrides: {},
    });
  });

  it('reads the demo with its number of frames', () => {
    expect(parsePaintOptions(['--demo', '3'])?.source).toEqual({ kind: 'demo', frames: 3 });
  });

  it('takes one number of iterations for all frames', () => {
    expect(parse('--iterations', '30').overrides).toEqual({
      job_max_iterations: 30,
      video_first_iterations: 30,
      video_iterations: 30,
      video_pass_iterations: 30,
    });
  });

  it('asks no more of a pass than a pass can have', () => {
    expect(parse('--iterations', '30:2000').overrides).toMatchObject({
      video_iterations: 2000,
      video_pass_iterations: 1000,
    });
    expect(HELP).toContain('1000');
  });

  it('lets --set win over the flag for the same parameter', () => {
    expect(parse('--size', '160', '--set', 'input_max_size=96').overrides).toEqual({ input_max_size: 96 });
  });

  it.each<[string, PaintOptions['styles'][number]]>([
    ['a.jpg', { path: 'a.jpg', weight: undefined }],
    ['a.jpg:0', { path: 'a.jpg', weight: 0 }],
    ['a.jpg:.5', { path: 'a.jpg', weight: 0.5 }],
    ['C:\\night.jpg', { path: 'C:\\night.jpg', weight: undefined }],
    ['C:\\night.jpg:1', { path: 'C:\\night.jpg', weight: 1 }],
    ['built-in:dots', { path: 'built-in:dots', weight: undefined }],
    ['built-in:dots:0.25', { path: 'built-in:dots', weight: 0.25 }],
    ['12:30.jpg', { path: '12:30.jpg', weight: undefined }],
  ])('reads --style %s', (text, style) => {
    expect(parse('--style', text).styles).toEqual([style]);
  });

  it.each<[string, unknown]>([
    ['job_seed=7', 7],
    ['job_seed=-1', -1],
    ['input_style_size=null', null],
    ['input_style_size=', null],
    ['export_params=false', false],
    ['flow_method=none', 'none'],
    ['export_bitrate="900"', '900'],
  ])('reads --set %s as YAML does', (text, value) => {
    expect(Object.values(parse('--set', text).overrides)).toEqual([value]);
  });

  it('asks for help alone, whatever else stands there', () => {
    expect(parsePaintOptions(['--help'])).toBeNull();
    expect(parsePaintOptions(['--demo', 'x', '-h'])).toBeNull();
    for (const flag of [
      'frames',
      'demo',
      'style',
      'params',
      'out',
      'size',
      'iterations',
      'weights',
      'device',
      'stills',
      'set',
    ]) {
      expect(HELP).toMatch(new RegExp(`^ {2}--${flag} `, 'm'));
    }
  });

  it.each<[string, string[], string]>([
    ['nothing to paint', [], '--frames DIR, --demo N, or --params FILE'],
    ['two things to paint', ['--frames', 'a', '--demo', '2'], '--frames DIR or --demo N'],
    ['an unknown flag', ['--demo', '2', '--colour'], '--colour'],
    ['a stray word', ['--demo', '2', 'night.jpg'], 'night.jpg'],
    ['a flag without its value', ['--demo'], '--demo'],
    ['no frames', ['--demo', '0'], '--demo must be a whole number from 1, got "0"'],
    ['a broken number', ['--demo', '2', '--size', '16O'], '--size must be a whole number from 1, got "16O"'],
    ['a negative number', ['--demo', '2', '--size=-5'], '--size must be a whole number'],
    ['no number behind the colon', ['--demo', '2', '--iterations', '5:'], '--iterations must be a whole number'],
    ['three numbers', ['--demo', '2', '--iterations', '5:5:5'], '--iterations must be N or N:M'],
    [
      'a negative weight',
      ['--demo', '2', '--style', 'a.jpg:-1'],
      'weight of --style a.jpg must be a number from 0, got "-1"',
    ],
    ['a broken weight', ['--demo', '2', '--style', 'a.jpg:0.7.1'], 'weight of --style a.jpg'],
    ['no value to set', ['--demo', '2', '--set', 'weight_tv'], '--set must be NAME=VALUE, got "weight_tv"'],
    ['no name to set', ['--demo', '2', '--set', '=1'], '--set must be NAME=VALUE'],
    ['broken YAML', ['--demo', '2', '--set', 'nn_style_layers=[a'], 'nn_style_layers'],
    [
      'a parameter that does not exist',
      ['--demo', '2', '--set', 'wieght_tv=1'],
      'no parameter wieght_tv; did you mean weight_tv?',
    ],
    ['a parameter that has a flag', ['--demo', '2', '--set', 'input_style_weights=[1]'], '--style'],
    ['a parameter that the program writes', ['--demo', '2', '--set', 'input_filename=x'], 'input_filename'],
  ])('refuses %s', (_, args, message) => {
    expect(() => parsePaintOptions(args)).toThrow(UsageError);
    expect(() => parsePaintOptions(args)).toThrow(message);
  });

  it('writes WebM only', () => {
    expect(() => parse('--out', 'film.mp4')).toThrow(PleinAirError);
    expect(parse('--out', 'FILM.WEBM').out).toBe('FILM.WEBM');
  });
});
