import { describe, expect, it, vi } from 'vitest';
import type { LatLng } from '../../../src/route/lat-lng.ts';
import { createRouteDrawing } from '../../../src/route/maps/drawing.ts';
import type { MapMode } from '../../../src/route/maps/map-view.ts';
import { FakeAdapter } from './fake-adapter.ts';

/** A thousand pixels are a degree. */
const at = (x: number, y: number): LatLng => ({ lat: y / 1000, lng: x / 1000 });

/** A drawing whose route goes to a caller and comes back from there, as it does from a document. */
function open(mode: MapMode, route: readonly LatLng[] = [], isReadyAtOnce = true) {
  const adapter = new FakeAdapter(isReadyAtOnce);
  const told: (readonly LatLng[])[] = [];
  const events = {
    onRoute: vi.fn((points: readonly LatLng[]) => {
      told.push(points);
      drawing.setRoute(points.map((point) => ({ ...point })));
    }),
    onMode: vi.fn(),
    onNotice: vi.fn(),
  };
  const drawing = createRouteDrawing(adapter, events);
  drawing.setRoute(route);
  drawing.setMode(mode);
  return { adapter, drawing, events, told };
}

const LINE = [at(100, 100), at(300, 100), at(300, 300)];

describe('drawing a route', () => {
  it('tells every vertex at once, from the first on', () => {
    const { adapter, told } = open('draw');
    adapter.click(100, 100);
    adapter.click(300, 100);
    expect(told).toEqual([[at(100, 100)], [at(100, 100), at(300, 100)]]);
    expect(adapter.cursor).toBe('crosshair');
    expect(adapter.zoomsOnDoubleClick).toBe(false);
  });

  it('goes on from the end of an existing route and shows the next piece', () => {
    const { adapter, told } = open('draw', LINE);
    adapter.move(400, 400);
    expect(adapter.positions('next')).toEqual([
      [
        [0.3, 0.3],
        [0.4, 0.4],
      ],
    ]);
    adapter.click(400, 400);
    expect(told).toEqual([[...LINE, at(400, 400)]]);
  });

  it('takes an undo in the middle of drawing', () => {
    const { adapter, drawing, told } = open('draw', LINE);
    adapter.move(400, 400);
    drawing.setRoute(LINE.slice(0, 2));
    expect(adapter.positions('next')).toEqual([
      [
        [0.3, 0.1],
        [0.4, 0.4],
      ],
    ]);
    adapter.click(500, 100);
    expect(told).toEqual([[...LINE.slice(0, 2), at(500, 100)]]);
  });

  it('ends with a double click, which adds one vertex', () => {
    const { adapter, events, told } = open('draw', LINE);
    adapter.click(500, 300);
    adapter.click(502, 301);
    expect(told).toEqual([[...LINE, at(500, 300)]]);
    expect(events.onMode.mock.calls).toEqual([['edit']]);
  });

  it('ends with a double click on another copy of the world too', () => {
    const { adapter, events, told } = open('draw', LINE);
    adapter.copyX = 256;
    adapter.click(500, 300);
    adapter.click(502, 301);
    expect(told).toEqual([[...LINE, at(500, 300)]]);
    expect(events.onMode.mock.calls).toEqual([['edit']]);
  });

  it.each(['Enter', 'Escape'])('ends with %s and keeps what is drawn', (key) => {
    const { adapter, events, told } = open('draw', LINE);
    adapter.click(500, 300);
    adapter.key(key);
    expect(told).toHaveLength(1);
    expect(events.onMode.mock.calls).toEqual([['edit']]);
    expect(adapter.positions('next')).toEqual([]);
  });

  it('does not end when a person begins at the end of the route', () => {
    const { adapter, events, told } = open('draw', LINE);
    adapter.click(303, 303);
    expect(events.onMode).not.toHaveBeenCalled();
    expect(told).toEqual([]);
  });

  it('has nothing to edit after one point', () => {
    const { adapter, events } = open('draw');
    adapter.click(100, 100);
    adapter.key('Enter');
    expect(events.onMode.mock.calls).toEqual([['look']]);
  });

  it('begins when the map is ready', () => {
    const { adapter, told } = open('draw', LINE, false);
    adapter.click(400, 400);
    expect(told).toEqual([]);
    adapter.becomeReady();
    adapter.click(400, 400);
    expect(told).toEqual([[...LINE, at(400, 400)]]);
  });

  it('leaves the map alone in the other modes', () => {
    const { adapter, drawing, told } = open('draw', LINE);
    adapter.move(400, 400);
    drawing.setMode('look');
    adapter.click(400, 400);
    expect(told).toEqual([]);
    expect(adapter.shown.size).toBe(0);
    expect(adapter.zoomsOnDoubleClick).toBe(true);
  });
});

describe('editing a route', () => {
  it('shows a handle at each vertex and between them', () => {
    const { adapter } = open('edit', LINE);
    expect(adapter.positions('selectionPoint')).toEqual([
      [0.1, 0.1],
      [0.3, 0.1],
      [0.3, 0.3],
    ]);
    expect(adapter.positions('midPoint')).toHaveLength(2);
  });

  it('moves a vertex and tells once, at the drop', () => {
    const { adapter, told } = open('edit', LINE);
    adapter.press(302, 99);
    expect(adapter.draggable).toBe(false);
    for (let x = 310; x <= 350; x += 10) adapter.dragTo(x, 120);
    expect(told).toEqual([]);
    adapter.release(350, 120);
    expect(told).toEqual([[LINE[0], at(350, 120), LINE[2]]]);
    expect(adapter.draggable).toBe(true);
  });

  it('inserts by dragging from between two vertices and tells once', () => {
    const { adapter, told } = open('edit', LINE);
    adapter.press(200, 100);
    adapter.dragTo(200, 150);
    adapter.dragTo(210, 200);
    adapter.release(210, 200);
    expect(told).toEqual([[LINE[0], at(210, 200), LINE[1], LINE[2]]]);
  });

  it('inserts by a click between two vertices', () => {
    const { adapter, told } = open('edit', LINE);
    adapter.click(200, 100);
    expect(told).toHaveLength(1);
    const [points = []] = told;
    expect(points).toHaveLength(4);
    expect(points[1]?.lat).toBeCloseTo(0.1, 6);
    expect(points[1]?.lng).toBeCloseTo(0.2, 6);
  });

  it('deletes by a right click, and one by one down to two', () => {
    const { adapter, told } = open('edit', LINE);
    adapter.click(300, 100, 'right');
    expect(told).toEqual([[LINE[0], LINE[2]]]);
    adapter.click(100, 100, 'right');
    expect(told).toHaveLength(1);
  });

  it.each(['Delete', 'Backspace'])('deletes the vertex under the mouse by %s, not the route', (key) => {
    const { adapter, told } = open('edit', LINE);
    adapter.move(200, 200);
    adapter.key(key);
    expect(told).toEqual([]);
    adapter.move(101, 98);
    adapter.key(key);
    expect(told).toEqual([[LINE[1], LINE[2]]]);
  });

  it('shows a route that comes from outside, without telling back', () => {
    const { adapter, drawing, told } = open('edit', LINE);
    drawing.setRoute([at(500, 500), at(600, 500)]);
    expect(told).toEqual([]);
    expect(adapter.positions('selectionPoint')).toEqual([
      [0.5, 0.5],
      [0.6, 0.5],
    ]);
    drawing.setRoute([]);
    expect(adapter.shown.size).toBe(0);
    drawing.setRoute(LINE);
    expect(adapter.positions('selectionPoint')).toHaveLength(3);
  });

  it('lets go of a vertex when the route changes under the hand', () => {
    const { adapter, drawing, told } = open('edit', LINE);
    adapter.press(300, 300);
    adapter.dragTo(400, 400);
    drawing.setRoute(LINE.slice(0, 2));
    adapter.dragTo(450, 450);
    adapter.release(450, 450);
    expect(told).toEqual([]);
    expect(adapter.positions('selectionPoint')).toHaveLength(2);
    adapter.press(100, 100);
    adapter.dragTo(100, 150);
    adapter.release(100, 150);
    expect(told).toEqual([[at(100, 150), LINE[1]]]);
  });

  it('is not disturbed by the positions that it has already', () => {
    const { adapter, drawing, told } = open('edit', LINE);
    adapter.press(300, 300);
    adapter.dragTo(400, 400);
    drawing.setRoute(LINE.map((point) => ({ ...point })));
    adapter.dragTo(450, 450);
    adapter.release(450, 450);
    expect(told).toEqual([[LINE[0], LINE[1], at(450, 450)]]);
  });

  it('stays usable with 5000 vertices: few handles, told of once, and no vertex is lost', () => {
    const route = Array.from({ length: 5000 }, (_, i) => at(i * 20, 300 + 200 * Math.sin(i / 40)));
    const { adapter, drawing, events, told } = open('edit', route);
    expect(adapter.positions('selectionPoint').length).toBeLessThanOrEqual(300);
    const [[lng = 0, lat = 0] = []] = adapter.positions('selectionPoint') as number[][];
    adapter.press(lng * 1000, lat * 1000);
    adapter.dragTo(-50, 300);
    adapter.release(-50, 300);
    const [points = []] = told;
    expect(points[0]).toEqual(at(-50, 300));
    expect(points.slice(-4500)).toEqual(route.slice(-4500));
    drawing.setRoute(route);
    expect(events.onNotice).toHaveBeenCalledTimes(1);
    expect(events.onNotice.mock.calls[0]?.[0]).toContain('5000');
  });

  it('takes all off the map in the end and gives back the mouse', () => {
    const { adapter, drawing } = open('edit', LINE);
    drawing.dispose();
    expect(adapter.shown.size).toBe(0);
    expect(adapter.zoomsOnDoubleClick).toBe(true);
  });
});
