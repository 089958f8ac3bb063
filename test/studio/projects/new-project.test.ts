import { describe, expect, it } from 'vitest';
import { createParams } from '../../../src/project/resolve.ts';
import {
  copyOfProject,
  createDemoProject,
  createEmptyProject,
  nameForFiles,
} from '../../../src/studio/projects/new-project.ts';

describe('new projects', () => {
  it('paint the demo without network, download or files, small enough for a processor', () => {
    const { params, frames, styles } = createDemoProject(false);
    expect(params.nn_weights).toBe('untrained');
    expect(params.input_max_size).toBe(192);
    expect(params.job_schema_version).toBe(2);
    expect(frames).toEqual({ kind: 'demo', frames: 6 });
    expect(styles.every(({ name, sha256 }) => name.startsWith('built-in:') && sha256 === null)).toBe(true);
    expect(params.input_style_filenames).toEqual(styles.map(({ name }) => name));
    expect(params.input_style_weights).toEqual([0.7, 0.3]);
  });

  it('paint a longer demo on a graphics card', () => {
    const { frames } = createDemoProject(true);
    expect(frames.kind === 'demo' && frames.frames > 6).toBe(true);
  });

  it('take the painting that was asked for', () => {
    const { params, styles } = createDemoProject(false, 'built-in:waves');
    expect(styles.map(({ name }) => name)).toEqual(['built-in:waves']);
    expect(params.input_style_weights).toEqual([1]);
  });

  it('start small where there is no graphics card, and with the defaults where there is', () => {
    expect(createEmptyProject('a', false).params).toEqual(
      createParams({ route_source: 'panoramax', input_max_size: 320 }),
    );
    expect(createEmptyProject('a', true).params).toEqual(createParams({ route_source: 'panoramax' }));
  });

  it('are copied with another id and name, and the same pictures', () => {
    const demo = createDemoProject(false);
    const copy = copyOfProject(demo);
    expect(copy.id).not.toBe(demo.id);
    expect(copy).toMatchObject({ name: 'Demo street (copy)', styles: demo.styles, params: demo.params });
  });

  it('are called like their folder or their one file, else by the day', () => {
    const inFolder = { name: '1.jpg', webkitRelativePath: 'Lund/1.jpg' };
    expect(nameForFiles([inFolder, inFolder])).toBe('Lund');
    expect(nameForFiles([{ name: 'walk.home.mp4' }])).toBe('walk.home');
    expect(nameForFiles([{ name: '1.jpg' }, { name: '2.jpg' }])).toMatch(/^Street, \d+ \p{L}+$/u);
  });
});
