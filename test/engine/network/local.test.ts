import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { convLayers } from '../../../src/engine/network/layers.ts';
import { loadWeights } from '../../../src/engine/network/load-weights.ts';
import type { LocalWeights } from '../../../src/engine/network/loader.ts';
import { untrainedConv } from '../../../src/engine/network/untrained.ts';
import { failure, fetcher, localWeights, memoryStore, OXFORD_FOLDER, safetensors } from './fixtures.ts';

function load(local: LocalWeights, taps: readonly string[], missing: 'error' | 'untrained' = 'error') {
  return loadWeights({ source: 'file', local, taps, missing, seed: 5, store: memoryStore(), fetcher });
}

const bytesOf = (values: Float32Array) => new Uint8Array(values.buffer.slice(0));
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

function groupOf(layer: { block: number; name: string; inputs: number; outputs: number }, paths: string[]) {
  const name = `block${layer.block}_conv${layer.name.slice(-1)}`;
  return {
    paths,
    weights: [
      { name: `${name}/kernel`, shape: [3, 3, layer.inputs, layer.outputs], dtype: 'float32' },
      { name: `${name}/bias`, shape: [layer.outputs], dtype: 'float32' },
    ],
  };
}

/** conv1_1 and conv1_2 in one group over three shards, as a converter with a shard size would cut them. */
function oneGroupModel() {
  const [a, b] = [untrainedConv(convLayers[0]!, 1), untrainedConv(convLayers[1]!, 1)];
  const all = Float32Array.from([...a.kernel, ...a.bias, ...b.kernel, ...b.bias]);
  const bytes = bytesOf(all);
  const weights = [convLayers[0]!, convLayers[1]!].flatMap((layer) => groupOf(layer, []).weights);
  return {
    first: a,
    second: b,
    files: {
      'model.json': json({ weightsManifest: [{ paths: ['w1.bin', 'w2.bin', 'w3.bin'], weights }] }),
      'w1.bin': bytes.slice(0, 5000),
      'w2.bin': bytes.slice(5000, 10000),
      'w3.bin': bytes.slice(10000),
    },
  };
}

describe('a folder in TF.js layers format', () => {
  it('may hold several layers in one group, cut into shards anywhere', async () => {
    const { files, second } = oneGroupModel();
    const { layers, provenance } = await load(localWeights(files), ['relu1_2']);
    expect(layers.get('conv1_2')).toEqual(second);
    expect(provenance).toMatchObject({ source: 'file', untrainedLayers: [] });
  });

  it('looks at BGR, as Keras does: conv1_1 is turned to RGB', async () => {
    const { files, first } = oneGroupModel();
    const { layers, mean } = await load(localWeights(files), ['conv1_1']);
    expect(layers.get('conv1_1')!.kernel.slice(0, 64)).toEqual(first.kernel.slice(128, 192));
    expect(layers.get('conv1_1')!.kernel.slice(64, 128)).toEqual(first.kernel.slice(64, 128));
    expect(mean).toEqual([123.68, 116.779, 103.939]);
  });

  it('that lacks shards: an error names layers, files and the way out', async () => {
    const { 'w3.bin': _, ...files } = oneGroupModel().files;
    const error = await failure(load(localWeights(files), ['conv1_2'], 'untrained'));
    expect(error.message).toBe('the folder mine holds none of the VGG-19 layers conv1_1, conv1_2.');
    const deeper = await failure(load(localWeights(oneGroupModel().files), ['relu2_1']));
    expect(deeper.message).toBe(
      'the folder mine lacks layers that the style and content layers need: conv2_1 (not in the model).',
    );
    expect(deeper.remedy).toContain('nn_weights_missing: untrained');
  });

  it('that lacks layers: they are filled with the seeded filters of their name, and listed', async () => {
    const { layers, provenance } = await load(localWeights(oneGroupModel().files), ['relu2_1'], 'untrained');
    expect(layers.get('conv2_1')).toEqual(untrainedConv(convLayers[2]!, 5));
    expect(provenance).toMatchObject({ source: 'file', untrainedLayers: ['conv2_1'] });
  });

  it('with a shard cut short is refused even where missing layers may be filled', async () => {
    const { files } = oneGroupModel();
    const short = { ...files, 'w3.bin': files['w3.bin'].slice(0, -4) };
    const error = await failure(load(localWeights(short), ['conv1_2'], 'untrained'));
    expect(error.message).toMatch(/w1\.bin \+ w2\.bin \+ w3\.bin .* cut short: 154876 bytes where 154880 are expected/);
  });

  it('with a value that is no number names layer and file', async () => {
    const { files } = oneGroupModel();
    const bad = files['w1.bin'].slice();
    new DataView(bad.buffer).setFloat32(400, Number.POSITIVE_INFINITY, true);
    const error = await failure(load(localWeights({ ...files, 'w1.bin': bad }), ['conv1_1']));
    expect(error.message).toMatch(/conv1_1 .*w1\.bin.* is Infinity, not a finite number/);
  });

  it.each([
    ['no JSON', new TextEncoder().encode('{"weightsManifest"'), /it is not JSON/],
    ['no manifest', json({ modelTopology: {} }), /no list "weightsManifest"/],
    ['no paths', json({ weightsManifest: [{ weights: [] }] }), /group 1 .* no list "paths"/],
    [
      'half precision',
      json({
        weightsManifest: [{ paths: [], weights: [{ name: 'block1_conv1/kernel', shape: [1], dtype: 'float16' }] }],
      }),
      /"block1_conv1\/kernel" is float16, not float32/,
    ],
    [
      'quantised weights',
      json({
        weightsManifest: [
          { paths: [], weights: [{ name: 'a', shape: [1], dtype: 'float32', quantization: { scale: 1 } }] },
        ],
      }),
      /"a" is quantised/,
    ],
    [
      'another network',
      json({ weightsManifest: [groupOf({ block: 1, name: 'conv1_1', inputs: 1, outputs: 64 }, ['a'])] }),
      /"block1_conv1\/kernel" has shape \[3, 3, 1, 64\]; VGG-19 has \[3, 3, 3, 64\]/,
    ],
  ])('whose model.json holds %s is refused with the reason', async (_, model, reason) => {
    const error = await failure(load(localWeights({ 'model.json': model }), ['conv1_1']));
    expect(error.kind).toBe('input');
    expect(error.message).toMatch(reason);
    expect(error.message).toContain('model.json in the folder mine');
  });

  it('without anything of the kind is refused', async () => {
    const error = await failure(load(localWeights({ 'notes.txt': new Uint8Array(3) }), ['conv1_1']));
    expect(error.message).toContain('no model.json and no .safetensors file');
  });
});

const present = existsSync(OXFORD_FOLDER);
if (!present) process.stderr.write(`no ${OXFORD_FOLDER}: tests with the original weights are skipped\n`);

describe.skipIf(!present)('a folder with the original weights', () => {
  const names = ['model.json', ...Array.from({ length: 8 }, (_, i) => `group${i + 1}-shard1of1`)];
  const files = (): Record<string, Uint8Array> =>
    Object.fromEntries(names.map((name) => [name, new Uint8Array(readFileSync(join(OXFORD_FOLDER, name)))]));

  it('gives all its layers in their shapes and is known by its hashes', async () => {
    const { layers, provenance } = await load(localWeights(files()), ['relu3_4']);
    for (const { name, inputs, outputs } of convLayers.slice(0, 8)) {
      expect(layers.get(name)!.kernel).toHaveLength(9 * inputs * outputs);
      expect(layers.get(name)!.bias).toHaveLength(outputs);
    }
    expect(provenance).toMatchObject({ source: 'oxford', untrainedLayers: [] });
    // the file's first value is blue's first tap of filter 0; the engine's channels are red, green, blue
    const file = files()['group1-shard1of1']!;
    expect(layers.get('conv1_1')!.kernel[128]).toBe(new DataView(file.buffer).getFloat32(0, true));
  });

  it('fills conv4_1 … conv5_1 with seeded filters where that is wanted, and names their shards where not', async () => {
    const { provenance } = await load(localWeights(files()), ['conv4_2'], 'untrained');
    expect(provenance).toMatchObject({ source: 'oxford', untrainedLayers: ['conv4_1', 'conv4_2'] });
    const error = await failure(load(localWeights(files()), ['relu4_1']));
    expect(error.message).toContain('conv4_1 (group9-shard1of2, group9-shard2of2)');
  });

  it('works without model.json', async () => {
    const { 'model.json': _, ...shards } = files();
    expect((await load(localWeights(shards), ['conv1_2'])).provenance.source).toBe('oxford');
  });

  it('with one damaged shard: an error names it, the hash it should have and the one it has', async () => {
    const damaged = files();
    damaged['group1-shard1of1']![2000]! ^= 1;
    const error = await failure(load(localWeights(damaged), ['conv1_1'], 'untrained'));
    expect(error.message).toMatch(
      /group1-shard1of1 of the folder mine fails its hash: expected git blob d5dc010d2591a1bba216ecaa7b17c3c4104ca570 .*found [0-9a-f]{40}/,
    );
    expect(error.remedy).toContain('damaged');
  });

  it('with its only shard damaged is an error, too', async () => {
    const { 'model.json': model, 'group1-shard1of1': shard } = files();
    shard![0]! ^= 1;
    const local = localWeights({ 'model.json': model!, 'group1-shard1of1': shard! });
    expect((await failure(load(local, ['conv1_1']))).message).toContain('fails its hash');
  });

  it('of the same form with other weights in every shard is used, and called a file', async () => {
    const retrained = files();
    for (const name of names.slice(1)) retrained[name]![4]! ^= 1;
    expect((await load(localWeights(retrained), ['conv1_2'])).provenance.source).toBe('file');
  });

  it('with a shard cut short names it and both lengths', async () => {
    const short = files();
    short['group2-shard1of1'] = short['group2-shard1of1']!.slice(0, 100_000);
    const error = await failure(load(localWeights(short), ['conv1_2']));
    expect(error.message).toContain(
      'group2-shard1of1 of the folder mine is cut short: 100000 bytes where 147712 are expected',
    );
  });
});

describe('a .safetensors file', () => {
  const tensor = (outputs: number, inputs: number, dtype = 'F32') => ({
    shape: [outputs, inputs, 3, 3],
    values: new Float32Array(outputs * inputs * 9).fill(0.5),
    dtype,
  });
  const bias = { shape: [64], values: new Float32Array(64).fill(0.25) };
  const good = { 'features.0.weight': tensor(64, 3), 'features.0.bias': bias, 'head.fc.bias': bias };
  const single = (bytes: Uint8Array) => localWeights({ 'vgg.safetensors': bytes }, 'vgg.safetensors');

  it('with torchvision’s names is read, its scaling folded into conv1_1', async () => {
    const { layers, mean, provenance } = await load(single(safetensors(good)), ['conv1_1']);
    expect(layers.get('conv1_1')!.kernel[0]).toBeCloseTo(0.5 / (255 * 0.229), 7);
    expect(layers.get('conv1_1')!.kernel[128]).toBeCloseTo(0.5 / (255 * 0.225), 7);
    expect(mean[0]).toBeCloseTo(123.675, 10);
    expect(provenance.source).toBe('file');
  });

  it('that lacks layers names their tensors, or has them filled', async () => {
    const local = single(safetensors(good));
    expect((await failure(load(local, ['conv1_2']))).message).toContain('conv1_2 (features.2.weight)');
    expect((await load(local, ['conv1_2'], 'untrained')).provenance.untrainedLayers).toEqual(['conv1_2']);
  });

  it.each([
    ['is empty', new Uint8Array(0), /it has 0 bytes/],
    [
      'is another kind of file',
      new TextEncoder().encode('PK\u0003\u0004 a zip archive'),
      /its first 8 bytes announce a header of \d+ bytes/,
    ],
    ['ends in its header', safetensors(good).slice(0, 500), /ends inside its header, after 500 bytes/],
    ['ends in its data', safetensors(good).slice(0, -300), /cut short: "features\.0\.bias" lies at bytes/],
    ['has half precision', safetensors({ ...good, 'features.0.weight': tensor(64, 3, 'F16') }), /dtype F16; only F32/],
    ['has batch normalisation', safetensors({ ...good, 'features.1.running_mean': bias }), /batch normalisation/],
    [
      'contradicts itself',
      safetensors({ ...good, 'features.0.weight': { ...tensor(64, 3), values: new Float32Array(9) } }),
      /36 bytes where its shape asks for 6912/,
    ],
    ['has nothing of VGG', safetensors({ other: bias }), /holds none of the VGG-19 layers conv1_1/],
  ])('that %s is refused with the reason', async (_, bytes, reason) => {
    const error = await failure(load(single(bytes), ['conv1_1']));
    expect(error.kind).toBe('input');
    expect(error.message).toMatch(reason);
    expect(error.message).toContain('vgg.safetensors');
  });

  it('with a garbled header is refused', async () => {
    const bytes = safetensors(good);
    bytes[8] = 'x'.charCodeAt(0);
    expect((await failure(load(single(bytes), ['conv1_1']))).message).toContain('header is not JSON');
  });
});
