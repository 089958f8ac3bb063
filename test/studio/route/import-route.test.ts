import { notifications } from '@mantine/notifications';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEmptyProject } from '../../../src/studio/projects/new-project.ts';
import { importRoute } from '../../../src/studio/route/import-route.ts';
import { useMap } from '../../../src/studio/route/map-store.ts';
import { setRoute } from '../../../src/studio/route/route-actions.ts';
import { useDocument } from '../../../src/studio/state/document-store.ts';
import { useSession } from '../../../src/studio/state/session-store.ts';

const A = { lat: 55.7047, lng: 13.191 };
const B = { lat: 55.7047, lng: 13.194 };
const params = () => useDocument.getState().document!.params;

const gpx = (...points: readonly (readonly [lat: number, lng: number])[]) =>
  `<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="1" lon="1"/><trk><trkseg>${points
    .map(([lat, lng]) => `<trkpt lat="${lat}" lon="${lng}"/>`)
    .join('')}</trkseg></trk></gpx>`;

describe('a route from a file', () => {
  const showAll = vi.fn();
  const show = vi.spyOn(notifications, 'show');
  beforeEach(() => {
    useDocument.getState().open(createEmptyProject('route', true));
    setRoute([A, B], 'google');
    useMap.setState({ showAll, mode: 'draw' });
    useSession.getState().setStep('styles');
    vi.clearAllMocks();
  });
  afterEach(() => useDocument.getState().open(null));

  it('takes the place of the way in one step of undo, belongs to no map, and is shown', async () => {
    await importRoute(new File([gpx([48.1, 2.1], [48.2, 2.2], [48.3, 2.3])], 'tour.gpx'));
    expect(params().route_points).toEqual([
      [48.1, 2.1],
      [48.2, 2.2],
      [48.3, 2.3],
    ]);
    expect(params().route_drawn_on).toBe('typed');
    expect([useSession.getState().step, useMap.getState().mode]).toEqual(['route', 'edit']);
    expect(showAll.mock.calls[0]?.[0]).toHaveLength(3);
    expect(show.mock.calls[0]?.[0]).toMatchObject({
      title: 'tour.gpx is the route now',
      message: '3 points. 1 waypoint left out: a route is made of lines.',
    });
    useDocument.temporal.getState().undo();
    expect(params()).toMatchObject({
      route_points: [
        [A.lat, A.lng],
        [B.lat, B.lng],
      ],
      route_drawn_on: 'google',
    });
  });

  it('is told by what it holds, whatever its name', async () => {
    const line = {
      type: 'LineString',
      coordinates: [
        [2.1, 48.1],
        [2.2, 48.2],
      ],
    };
    await importRoute(new File([JSON.stringify(line)], 'tour.json'));
    expect(params().route_points).toEqual([
      [48.1, 2.1],
      [48.2, 2.2],
    ]);
  });

  it.each([
    ['torn', gpx([48.1, 2.1], [48.2, 2.2]).slice(0, -40), /torn\.gpx is damaged or incomplete/],
    ['short', gpx([48.1, 2.1]), /short\.gpx/],
    ['pole', gpx([48.1, 2.1], [93, 2.2]), /pole\.gpx.*93/],
  ])('that is %s changes nothing and is named', async (name, text, message) => {
    await expect(importRoute(new File([text], `${name}.gpx`))).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringMatching(message),
    });
    expect(params().route_points).toHaveLength(2);
    expect(useSession.getState().step).toBe('styles');
    expect(show).not.toHaveBeenCalled();
  });

  it.each([
    ['closed', null],
    ['another one by now', createEmptyProject('other', true)],
  ])('is not taken where its project is %s', async (_, next) => {
    const importing = importRoute(new File([gpx([48.1, 2.1], [48.2, 2.2])], 'tour.gpx'));
    useDocument.getState().open(next);
    await expect(importing).rejects.toMatchObject({ kind: 'input', message: expect.stringMatching(/^tour\.gpx/) });
    expect(useDocument.getState().document).toBe(next);
    expect(show).not.toHaveBeenCalled();
  });

  it('that is larger than any route is not read', async () => {
    const file = new File([], 'world.gpx');
    Object.defineProperty(file, 'size', { value: 21e6 });
    const read = vi.spyOn(file, 'arrayBuffer');
    await expect(importRoute(file)).rejects.toMatchObject({ kind: 'input', message: expect.stringMatching(/21 MB/) });
    expect(read).not.toHaveBeenCalled();
  });
});
