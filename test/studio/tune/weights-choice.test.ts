import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UNTRAINED_DEMO } from '../../../src/project/demo.ts';
import { createParams } from '../../../src/project/resolve.ts';
import type { Params } from '../../../src/project/schema.ts';
import { answerWeights, ensureWeights, useWeightsChoice } from '../../../src/studio/tune/weights-choice.ts';
import { checkLocalFiles, weightsBytes } from '../../../src/studio/tune/weights-sources.ts';
import { opened, openProject, steps } from './open-project.ts';

/** What a browser's storage does, for one test. */
function memoryStorage(): Pick<Storage, 'getItem' | 'setItem'> {
  const items = new Map<string, string>();
  return { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => void items.set(key, value) };
}

const question = () => useWeightsChoice.getState().question;
const params = (nn_weights: Params['nn_weights']) => createParams({ nn_weights });
const folder = [new File(['{}'], 'model.json'), new File(['0'], 'group1-shard1of1')];

beforeEach(() => {
  vi.stubGlobal('localStorage', memoryStorage());
  useWeightsChoice.setState({ question: null, localWeights: null });
  openProject();
});
afterEach(() => vi.unstubAllGlobals());

describe('the first time', () => {
  test('a download is asked for, with its size', async () => {
    const ensured = ensureWeights(params('oxford'));
    // 12.9 million numbers of 4 bytes, conv1_1 to conv5_1
    expect(question()).toMatchObject({ source: 'oxford', reason: 'first-use' });
    expect(Math.round((question()?.bytes ?? 0) / 1e6)).toBe(52);
    answerWeights({ kind: 'download' });
    expect(await ensured).toEqual({ params: params('oxford') });
    expect(question()).toBeNull();
  });

  test('closing the dialog is no answer, and is not remembered', async () => {
    const first = ensureWeights(params('oxford'));
    answerWeights({ kind: 'close' });
    expect(await first).toBeNull();
    void ensureWeights(params('oxford'));
    expect(question()).not.toBeNull();
  });

  test('untrained filters need no question', async () => {
    expect(await ensureWeights(params('untrained'))).toEqual({ params: params('untrained') });
    expect(question()).toBeNull();
  });
});

describe('consent', () => {
  test('is asked for once', async () => {
    const first = ensureWeights(params('oxford'));
    answerWeights({ kind: 'download' });
    await first;
    expect(await ensureWeights(params('oxford'))).toEqual({ params: params('oxford') });
    expect(question()).toBeNull();
  });

  test('to one source is none to the other', async () => {
    const first = ensureWeights(params('oxford'));
    answerWeights({ kind: 'download' });
    await first;
    void ensureWeights(params('torchvision'));
    expect(question()).toMatchObject({ source: 'torchvision' });
  });

  test.each(['nonsense', '{"oxford":true}', '["elsewhere"]'])('is not read out of %s', (kept) => {
    localStorage.setItem('plein-air.weights-consent', kept);
    void ensureWeights(params('oxford'));
    expect(question()).not.toBeNull();
  });

  test('holds for the job alone where storage is blocked', async () => {
    vi.stubGlobal('localStorage', undefined);
    const ensured = ensureWeights(params('oxford'));
    answerWeights({ kind: 'download' });
    expect(await ensured).toEqual({ params: params('oxford') });
  });
});

describe('another choice', () => {
  test('untrained is what the project says from then on, in one step of undo', async () => {
    const ensured = ensureWeights(opened().params);
    answerWeights({ kind: 'untrained', suit: false });
    expect((await ensured)?.params).toEqual(params('untrained'));
    expect(opened().params).toEqual(params('untrained'));
    expect(steps()).toBe(1);
  });

  test('untrained with what suits it leaves what the person has set', async () => {
    openProject([], { weight_content: 20 });
    const ensured = ensureWeights(opened().params);
    answerWeights({ kind: 'untrained', suit: true });
    expect((await ensured)?.params).toMatchObject({ ...UNTRAINED_DEMO, weight_content: 20 });
    expect(opened().params).toEqual((await ensured)?.params);
    expect(steps()).toBe(1);
  });

  test('local files go along with the job, and serve the next one without a question', async () => {
    const ensured = ensureWeights(opened().params);
    expect(answerWeights({ kind: 'local', files: folder, fillMissing: true })).toBeNull();
    const first = await ensured;
    expect(first?.localWeights).toEqual(folder);
    expect(first?.params).toMatchObject({ nn_weights: 'file', nn_weights_missing: 'untrained' });
    expect(opened().params).toEqual(first?.params);
    expect(steps()).toBe(1);

    expect((await ensureWeights(opened().params))?.localWeights).toEqual(folder);
    expect(question()).toBeNull();
  });

  test('of files that are no weights keeps the question open and says why', () => {
    void ensureWeights(opened().params);
    const problem = answerWeights({ kind: 'local', files: [new File([''], 'cat.jpg')], fillMissing: false });
    expect(problem).toBe('Found cat.jpg: neither model.json with its shards nor a .safetensors file.');
    expect(question()).not.toBeNull();
    expect(useWeightsChoice.getState().localWeights).toBeNull();
  });

  test('is asked for again where the files have gone with the page', async () => {
    openProject([], { nn_weights: 'file' });
    const ensured = ensureWeights(opened().params);
    expect(question()).toMatchObject({ source: 'oxford', reason: 'files-gone' });
    answerWeights({ kind: 'download' });
    expect((await ensured)?.params.nn_weights).toBe('oxford');
    expect(opened().params.nn_weights).toBe('oxford');
  });
});

test('a second question closes the first', async () => {
  const first = ensureWeights(params('oxford'));
  const second = ensureWeights(params('torchvision'));
  expect(await first).toBeNull();
  answerWeights({ kind: 'download' });
  expect((await second)?.params.nn_weights).toBe('torchvision');
});

describe('picked files', () => {
  const named = (...names: string[]) => names.map((name) => new File([''], name));

  test.each([[['model.json', 'group1-shard1of1']], [['vgg19.safetensors']], [['README.md', 'VGG19.SAFETENSORS']]])(
    '%j may be weights',
    (names) => {
      expect(checkLocalFiles(named(...names))).toBeNull();
    },
  );

  test('two tensor files are one too many', () => {
    expect(checkLocalFiles(named('a.safetensors', 'b.safetensors'))).toContain('choose one of them');
  });

  test('many others are counted, not listed', () => {
    expect(checkLocalFiles(named('a.jpg', 'b.jpg', 'c.jpg'))).toMatch(/^Found 3 files/);
  });
});

test('shallow layers need a smaller download', () => {
  // conv1_1 alone: (9·3·64 + 64)·4 bytes
  const shallow = createParams({ nn_content_layers: ['conv1_1'], nn_style_layers: ['relu1_1'] });
  expect(weightsBytes(shallow)).toBe(7168);
});
