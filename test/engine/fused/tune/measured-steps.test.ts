import { describe, expect, it } from 'vitest';
import { type ConvCase, REGISTER_TILE } from '../../../../src/engine/fused/plan/strategy.ts';
import { storageOf } from '../../../../src/engine/fused/plan/tensor.ts';
import type { Candidate } from '../../../../src/engine/fused/tune/candidates.ts';
import { measuredSteps } from '../../../../src/engine/fused/tune/measured-steps.ts';

const list: Candidate[] = [
  { name: 'direct', variant: { kind: 'direct' } },
  { name: 'staged', variant: { kind: 'staged' } },
  { name: 'winograd', variant: { kind: 'winograd', tile: REGISTER_TILE, bandBytes: 2 ** 20 } },
];
const conv = (inputs: number, outputs: number): ConvCase => ({
  direction: 'backward',
  inputs,
  outputs,
  size: { width: 20, height: 20 },
});

/** Storage by tensor, of each candidate's step. */
const storages = (of: ConvCase, storage: 'f32' | 'f16', tried = list) =>
  measuredSteps(of, storage, tried).map(({ tensors }) => tensors.map((tensor) => [tensor.kind, storageOf(tensor)]));

describe('what is measured', () => {
  it('holds the values of an inner layer as the plan does, components of Winograd in f32', () => {
    expect(storages(conv(16, 16), 'f16')).toEqual([
      [
        ['kept', 'f16'],
        ['filters', 'f16'],
        ['kept', 'f16'],
      ],
      [
        ['kept', 'f16'],
        ['filters', 'f16'],
        ['kept', 'f16'],
      ],
      [
        ['kept', 'f16'],
        ['filters', 'f32'],
        ['kept', 'f16'],
        ['work', 'f32'],
        ['work', 'f32'],
      ],
    ]);
    expect(
      storages(conv(16, 16), 'f32')
        .flat(1)
        .every(([, storage]) => storage === 'f32'),
    ).toBe(true);
  });

  it('holds the image and its gradient in f32', () => {
    const plain = list.slice(0, 2);
    const toNetwork = [
      ['kept', 'f32'],
      ['filters', 'f32'],
      ['kept', 'f16'],
    ];
    expect(storages(conv(4, 64), 'f16', plain)).toEqual([toNetwork, toNetwork]);
    const image: Candidate = { name: 'image', variant: { kind: 'image' } };
    const toImage = [
      ['kept', 'f16'],
      ['filters', 'f32'],
      ['kept', 'f32'],
    ];
    expect(storages(conv(64, 4), 'f16', [image, ...plain])).toEqual([toImage, toImage, toImage]);
  });
});
