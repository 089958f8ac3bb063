import type { Map as MapLibre } from 'maplibre-gl';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { whenStyled, whoAnswered } from '../../../../src/route/maps/maplibre/style-loading.ts';

/** As much of a map as loading a style needs; a style that is set loads at once. */
function fakeMap() {
  const listeners = new Map<string, Set<(event: unknown) => void>>();
  const at = (name: string) => listeners.get(name) ?? listeners.set(name, new Set()).get(name) ?? new Set();
  const map = {
    setStyle: vi.fn(() => map.fire('style.load')),
    on: (name: string, listener: (event: unknown) => void) => at(name).add(listener),
    once: (name: string, listener: (event: unknown) => void) => at(name).add(listener),
    off: (name: string, listener: (event: unknown) => void) => at(name).delete(listener),
    fire: (name: string, event: unknown = {}) => {
      for (const listener of [...at(name)]) listener(event);
      return at(name).size;
    },
  };
  return map;
}

const wait = (map: ReturnType<typeof fakeMap>, told: string[]) =>
  whenStyled(map as unknown as MapLibre, (what) => told.push(what));

describe('whenStyled', () => {
  afterEach(() => vi.useRealTimers());

  it('waits for the style and then listens no more', async () => {
    const told: string[] = [];
    const map = fakeMap();
    const styled = wait(map, told);
    map.fire('style.load');
    await styled;
    expect(map.fire('error', { error: new Error('later') })).toBe(0);
    expect(told).toEqual([]);
    expect(map.setStyle).not.toHaveBeenCalled();
  });

  it('takes plain paper where the style is refused, and says by whom, but not under which address', async () => {
    const told: string[] = [];
    const map = fakeMap();
    const styled = wait(map, told);
    map.fire('error', {
      error: Object.assign(new Error(), { url: 'https://tiles.example.org/s?key=SECRET', status: 403 }),
    });
    await styled;
    expect(told).toEqual(['does not come (tiles.example.org answers 403)']);
    expect(map.setStyle).toHaveBeenCalledTimes(1);
  });

  it('tells once of a style with several faults, and hears all of them', async () => {
    const told: string[] = [];
    const map = fakeMap();
    const styled = wait(map, told);
    expect(map.fire('error', { error: new Error('sources missing') })).toBe(1);
    expect(map.fire('error', { error: new Error('layers: array expected') })).toBe(1);
    await styled;
    expect(told).toEqual(['is none that MapLibre can draw']);
    expect(map.setStyle).toHaveBeenCalledTimes(1);
  });

  it('does not wait for ever', async () => {
    vi.useFakeTimers();
    const told: string[] = [];
    const map = fakeMap();
    const styled = wait(map, told);
    await vi.advanceTimersByTimeAsync(14_000);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(2000);
    await styled;
    expect(told).toEqual(['does not come']);
  });
});

describe('whoAnswered', () => {
  it('names host and status as far as they are known', () => {
    expect(whoAnswered({ url: 'https://a.org/1.png', status: 503 })).toBe(' (a.org answers 503)');
    expect(whoAnswered({ url: 'https://a.org/1.png', status: 0 })).toBe(' (a.org does not answer)');
    expect(whoAnswered(new Error('no'))).toBe('');
    expect(whoAnswered(undefined)).toBe('');
  });
});
