import { describe, expect, it } from 'vitest';
import { DEMO_PARAMS, DEMO_STYLES, UNTRAINED_DEMO } from '../../src/project/demo.ts';
import { createParams } from '../../src/project/resolve.ts';
import { parseBuiltInName, renderBuiltInStyle } from '../../src/project/styles/built-in-styles.ts';

describe('the demo', () => {
  it('needs neither download nor GPU time: untrained filters, small frames', () => {
    const params = createParams({ ...DEMO_PARAMS, ...UNTRAINED_DEMO });
    expect(params.nn_weights).toBe('untrained');
    expect(params.input_max_size).toBeLessThanOrEqual(256);
  });

  it('is painted like built-in paintings that exist, whose shares sum to 1', () => {
    for (const { name } of DEMO_STYLES) {
      const id = parseBuiltInName(name);
      expect(renderBuiltInStyle(id ?? '', { width: 8, height: 6 }).width).toBe(8);
    }
    expect(DEMO_STYLES.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
  });
});
