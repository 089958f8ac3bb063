import { describe, expect, it } from 'vitest';
import { sharesOf, styleTitle } from '../../../src/studio/styles/style-shares.ts';

describe('shares of the mix', () => {
  it('sum to one whatever the weights', () => {
    expect(sharesOf([1, 1, 0.5])).toEqual([0.4, 0.4, 0.2]);
    expect(sharesOf([0, 0])).toEqual([0.5, 0.5]);
    expect(sharesOf([])).toEqual([]);
  });
});

describe('names of paintings', () => {
  it('are titles for built-in ones and file names without ending for others', () => {
    expect(styleTitle('built-in:swirls')).toBe('Impasto swirls');
    expect(styleTitle('built-in:gone')).toBe('built-in:gone');
    expect(styleTitle('the_starry-night.v2.jpg')).toBe('the starry night.v2');
    expect(styleTitle('.jpg')).toBe('.jpg');
  });
});
