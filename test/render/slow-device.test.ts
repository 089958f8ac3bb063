import { describe, expect, it } from 'vitest';
import { createParams } from '../../src/project/resolve.ts';
import { processorSeconds, processorWarning } from '../../src/render/slow-device.ts';

describe('what the processor will take', () => {
  it('is near what was measured for the default layers, and grows with pixels and evaluations', () => {
    const params = createParams({ video_iterations: 1 });
    const measured = processorSeconds(params, { width: 160, height: 120 }, 3);
    // 2.8 s were measured on one machine; the estimate need only tell minutes from hours.
    expect(measured).toBeGreaterThan(2);
    expect(measured).toBeLessThan(4);
    expect(processorSeconds(params, { width: 320, height: 240 }, 3)).toBeCloseTo(4 * measured);
    expect(processorSeconds(createParams({ video_iterations: 50 }), { width: 160, height: 120 }, 3)).toBeCloseTo(
      50 * measured,
    );
    const shallow = createParams({
      video_iterations: 1,
      nn_content_layers: ['conv1_2'],
      nn_style_layers: ['relu1_1'],
      nn_style_layer_weights: [1],
    });
    expect(processorSeconds(shallow, { width: 160, height: 120 }, 3)).toBeLessThan(measured / 5);
  });

  it('is told with a smaller size to take, where the size is large', () => {
    const large = processorWarning(createParams(), { width: 512, height: 384 }, 3);
    expect(large).toMatch(/processor paints.*512×384 px.*roughly \d+ (min|h); with input_max_size 192 it would be \d+/);
    const small = processorWarning(createParams(), { width: 192, height: 144 }, 3);
    expect(small).not.toMatch(/input_max_size/);
  });
});
