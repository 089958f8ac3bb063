import type { ProjectDocument } from '../../../src/project/document.ts';
import { createParams } from '../../../src/project/resolve.ts';

/** Another SHA-256 for each digit. */
export const hash = (digit: string) => digit.repeat(64);

/** A whole project: two photographs, a painting and a built-in one. */
export function exampleDocument(change: Partial<ProjectDocument> = {}): ProjectDocument {
  return {
    version: 1,
    id: 'lund',
    name: 'Lund, in the rain',
    created: '2026-11-01T10:00:00.000Z',
    changed: '2026-11-02T10:00:00.000Z',
    frames: {
      kind: 'files',
      items: [
        { id: 'f1', name: '01.jpg', sha256: hash('a') },
        { id: 'f2', name: '02.jpg', sha256: hash('b') },
      ],
    },
    styles: [
      { id: 's1', name: 'starry.jpg', sha256: hash('c') },
      { id: 's2', name: 'built-in:swirls', sha256: null },
    ],
    params: createParams({
      input_style_filenames: ['starry.jpg', 'built-in:swirls'],
      input_style_weights: [0.7, 0.3],
      weight_style: 20000,
      nn_style_layers: ['relu1_1', 'relu2_1'],
      nn_style_layer_weights: [1, 2],
      job_scale_min: 0,
    }),
    extras: {},
    ...change,
  };
}
