import { describe, expect, it } from 'vitest';
import { convLayers, convNames, convOfTap, layersUpTo, tapNames } from '../../../src/engine/network/layers.ts';

describe('the VGG-19 layer table', () => {
  it('has the 13 convolutions from conv1_1 to conv5_1 in network order', () => {
    expect(convNames.join(' ')).toBe(
      'conv1_1 conv1_2 conv2_1 conv2_2 conv3_1 conv3_2 conv3_3 conv3_4 conv4_1 conv4_2 conv4_3 conv4_4 conv5_1',
    );
  });

  it('chains channels: each layer takes what the one before gives, and the first takes RGB', () => {
    expect(convLayers[0]?.inputs).toBe(3);
    for (const [i, layer] of convLayers.slice(1).entries()) expect(layer.inputs).toBe(convLayers[i]?.outputs);
  });

  it('has as many values as the published network up to conv5_1: 51.8 MB of float32', () => {
    const values = convLayers.reduce((sum, { inputs, outputs }) => sum + 9 * inputs * outputs + outputs, 0);
    // 22 shards of the published TF.js model up to group 13
    expect(values * 4).toBe(51_779_840);
  });

  it('pools before the first convolution of every block but the first', () => {
    expect(convLayers.filter((layer) => layer.poolBefore).map((layer) => layer.name)).toEqual([
      'conv2_1',
      'conv3_1',
      'conv4_1',
      'conv5_1',
    ]);
  });

  it('can be tapped before and after every ReLU', () => {
    expect(tapNames).toHaveLength(26);
    expect(tapNames.slice(0, 4)).toEqual(['conv1_1', 'relu1_1', 'conv1_2', 'relu1_2']);
    expect(convOfTap('relu4_2').name).toBe('conv4_2');
  });

  it('takes only the layers that the deepest tap needs', () => {
    expect(layersUpTo(['relu2_1', 'conv1_2']).map((layer) => layer.name)).toEqual(['conv1_1', 'conv1_2', 'conv2_1']);
    expect(layersUpTo([])).toEqual([]);
    expect(layersUpTo(['relu5_1'])).toHaveLength(13);
  });

  it('names a tap that does not exist', () => {
    expect(() => layersUpTo(['relu6_1'])).toThrow(/no tap "relu6_1"/);
  });
});
