import { expect, test } from 'vitest';
import { paintAction } from '../../../src/studio/render/paint-action.ts';
import { demoProject } from '../fake-render.ts';

const document = demoProject(3);

test('the button says what pressing it does', () => {
  const label = (status: 'painting' | 'paused' | 'idle', frames: ('painted' | 'waiting' | 'painting')[] = []) =>
    paintAction({ document, status, frames, complete: false }).label;
  expect(label('painting')).toBe('Pause painting');
  expect(label('paused')).toBe('Resume painting');
  expect(label('idle')).toBe('Paint');
  expect(label('idle', ['waiting', 'waiting', 'waiting'])).toBe('Paint');
  expect(label('idle', ['painted', 'painted', 'waiting'])).toBe('Go on from frame 3');
});

test('a film goes on until all its passes are painted', () => {
  const frames = ['painted', 'painted'] as const;
  expect(paintAction({ document, status: 'stopped', frames, complete: false })).toMatchObject({
    label: 'Go on painting',
    reason: null,
  });
});

test('a film that is painted backwards goes on from the last frame that is not painted', () => {
  const backwards = { ...document, params: { ...document.params, video_direction: 'backward' as const } };
  const frames = ['waiting', 'waiting', 'painted'] as const;
  const action = paintAction({ document: backwards, status: 'stopped', frames, complete: false });
  expect(action.label).toBe('Go on from frame 2');
});

test('a button that cannot be pressed says why', () => {
  const reason = (project: typeof document | null) =>
    paintAction({ document: project, status: 'idle', frames: [], complete: false }).reason;
  expect(reason(document)).toBeNull();
  expect(reason(null)).toMatch(/No project/);
  expect(reason({ ...document, frames: { kind: 'none' } })).toMatch(/no frames yet/);
  expect(reason({ ...document, frames: { kind: 'files', items: [] } })).toMatch(/no frames yet/);
  expect(reason({ ...document, styles: [] })).toMatch(/no paintings yet/);
  expect(reason({ ...document, params: { ...document.params, video_start_frame: 4 } })).toMatch(/video_start_frame 4/);
  expect(paintAction({ document, status: 'done', frames: ['painted', 'painted'], complete: true }).reason).toMatch(
    /Every frame/,
  );
});

test('a pause can be ended whatever has become of the project meanwhile', () => {
  const emptied = { ...document, styles: [] };
  expect(paintAction({ document: emptied, status: 'paused', frames: [], complete: false })).toEqual({
    does: 'resume',
    label: 'Resume painting',
    reason: null,
  });
});
