import { describe, expect, test } from 'vitest';
import { createParams } from '../../../src/project/resolve.ts';
import { fields } from '../../../src/studio/tune/fields.ts';
import { groupFields } from '../../../src/studio/tune/find-fields.ts';
import { addLayer, sharePercent } from '../../../src/studio/tune/layer-list.ts';
import { readNumber } from '../../../src/studio/tune/number-text.ts';

const keysOf = (groups: ReturnType<typeof groupFields>) =>
  groups.flatMap((group) => group.fields.map(({ param }) => param.key));

describe('the filter', () => {
  const all = { search: '', changedOnly: false };

  test('lets everything through at first, each row once', () => {
    expect(keysOf(groupFields(fields, createParams(), all)).sort()).toEqual(
      fields.map(({ param }) => param.key).sort(),
    );
  });

  test('finds by key, title and description, all words needed, in any case', () => {
    const find = (search: string) => keysOf(groupFields(fields, createParams(), { ...all, search }));
    expect(find('weight_tv')).toContain('weight_tv');
    expect(find('STEADINESS')).toEqual(['weight_temporal']);
    expect(find('nn_style_layer_weights')).toEqual(['nn_style_layers']);
    expect(find('adam pixel')).toEqual(['job_learning_rate']);
    expect(find('nothing zebra')).toEqual([]);
  });

  test('shows what differs from the defaults', () => {
    const params = createParams({ weight_tv: 1, nn_style_layer_weights: [1, 1, 1, 1, 1] });
    const shown = keysOf(groupFields(fields, params, { ...all, changedOnly: true }));
    expect(shown).toEqual(['weight_tv', 'nn_style_layers']);
  });
});

describe('a layer that joins', () => {
  const order = ['conv1_1', 'relu1_1', 'conv1_2', 'relu1_2'];

  test('stands in the order of the network, with the mean weight', () => {
    const layers = [
      { name: 'conv1_1', weight: 0.2 },
      { name: 'relu1_2', weight: 0.4 },
    ];
    expect(addLayer(layers, 'conv1_2', order)[1]).toEqual({ name: 'conv1_2', weight: 0.3 });
  });

  test('weighs something where the others weigh nothing', () => {
    expect(addLayer([{ name: 'conv1_1', weight: 0 }], 'relu1_2', order).at(-1)?.weight).toBe(1);
  });

  test('shares are per cent of the sum, and none where all weigh nothing', () => {
    const layers = [
      { name: 'conv1_1', weight: 1 },
      { name: 'relu1_2', weight: 3 },
    ];
    expect(sharePercent(layers, 3)).toBe(75);
    expect(sharePercent([{ name: 'conv1_1', weight: 0 }], 0)).toBeNull();
  });
});

test.each([
  ['5', 5],
  [' 0.25 ', 0.25],
  ['0,25', 0.25],
  ['.5', 0.5],
  ['1e-6', 1e-6],
  ['2E5', 2e5],
  ['-3', -3],
  ['', null],
  ['wide', 'wide'],
  ['0x10', '0x10'],
  ['Infinity', 'Infinity'],
  ['1 000', '1 000'],
])('typed %j is read as %j', (text, value) => {
  expect(readNumber(text)).toBe(value);
});
