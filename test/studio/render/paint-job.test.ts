import { expect, it } from 'vitest';
import { paintKey } from '../../../src/studio/render/paint-job.ts';
import { routeProject } from '../fake-render.ts';

it('a route with other cameras gives other paintings only where motion is looked for by them', () => {
  const keyOf = (flow_method: 'dense' | 'pose+dense' | 'auto', heading: number) => {
    const project = routeProject([{}, { heading }]);
    return paintKey({ ...project, id: 'p', params: { ...project.params, flow_method } });
  };
  expect(keyOf('dense', 91)).toBe(keyOf('dense', 90));
  expect(keyOf('pose+dense', 90)).toBe(keyOf('pose+dense', 90));
  expect(keyOf('pose+dense', 91)).not.toBe(keyOf('pose+dense', 90));
  expect(keyOf('auto', 91)).not.toBe(keyOf('auto', 90));
});

it('photographs in balanced light give other paintings, while a camera that took them counts as the pictures that it gave', () => {
  const keyOf = (changes: object) => {
    const project = routeProject([{}, {}]);
    return paintKey({ ...project, id: 'p', params: { ...project.params, ...changes } });
  };
  expect(keyOf({ frame_balance: 'none' })).not.toBe(keyOf({ frame_balance: 'auto' }));
  expect(keyOf({ frame_fov: 60 })).toBe(keyOf({}));
});
