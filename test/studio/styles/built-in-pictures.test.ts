import { describe, expect, it, vi } from 'vitest';
import { type BuiltInPicture, createBuiltInPictures } from '../../../src/studio/styles/built-in-pictures.ts';

describe('tiles of the built-in paintings', () => {
  it('are drawn once, when first wanted, and told to all who look', () => {
    const worker: { onmessage: ((message: MessageEvent<BuiltInPicture>) => void) | null } = { onmessage: null };
    const start = vi.fn(() => worker);
    const pictures = createBuiltInPictures(start);
    expect(start).not.toHaveBeenCalled();
    const [one, two] = [vi.fn(), vi.fn()];
    const leave = pictures.subscribe(one);
    pictures.subscribe(two);
    expect(start).toHaveBeenCalledOnce();
    expect(pictures.get('waves')).toBeNull();
    const waves: BuiltInPicture = { id: 'waves', width: 1, height: 1, data: new Uint8ClampedArray(4) };
    worker.onmessage?.({ data: waves } as MessageEvent<BuiltInPicture>);
    expect(pictures.get('waves')).toBe(waves);
    leave();
    worker.onmessage?.({ data: { ...waves, id: 'dots' } } as MessageEvent<BuiltInPicture>);
    expect(one).toHaveBeenCalledTimes(1);
    expect(two).toHaveBeenCalledTimes(2);
  });
});
