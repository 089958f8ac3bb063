import { expect, test } from 'vitest';
import { untrainedNote } from '../../../src/studio/tune/untrained-note.ts';

test('trained filters have no label', () => {
  expect(untrainedNote(false, [])).toBeNull();
});

test('untrained ones are called so before the first run', () => {
  expect(untrainedNote(true, [])?.label).toBe('untrained: seeded filters');
});

test('layers that were filled are counted and named', () => {
  const note = untrainedNote(false, ['conv4_1', 'conv4_2']);
  expect(note?.label).toBe('2 layers untrained: seeded filters');
  expect(note?.detail).toContain('conv4_1, conv4_2');
});
