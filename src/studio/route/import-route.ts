import { notifications } from '@mantine/notifications';
import { PleinAirError } from '../../core/errors.ts';
import { noteOpenProject } from '../state/note-open-project.ts';
import { useSession } from '../state/session-store.ts';
import { useMap } from './map-store.ts';
import { setRoute } from './route-actions.ts';

/** Larger files are not read into memory to find that they are too large. */
const MAX_BYTES = 20 * 1024 * 1024;

/** Takes the route of a GPX or GeoJSON file, in one step of undo. @throws PleinAirError naming the file */
export async function importRoute(file: File): Promise<void> {
  if (file.size > MAX_BYTES) {
    const size = `${(file.size / 1e6).toFixed(0)} MB`;
    throw new PleinAirError(
      'input',
      `${file.name} is too large for a route: ${size}.`,
      'Cut the track to the part that you need.',
    );
  }
  const isOpen = noteOpenProject();
  // The readers of XML are large, and most routes are drawn.
  const { readRouteFile } = await import('../../route/import/read-route-file.ts');
  const { points, notes } = readRouteFile(file.name, new Uint8Array(await file.arrayBuffer()));
  if (!isOpen()) {
    const message = `${file.name} was not taken: its project was closed meanwhile.`;
    throw new PleinAirError('input', message, 'Open the project and choose the file again.');
  }
  const problem = setRoute(points, 'typed');
  if (problem !== null) throw new PleinAirError('input', `${file.name}: ${problem}`, 'Choose another file.');
  const { showAll, setMode } = useMap.getState();
  useSession.getState().setStep('route');
  setMode('edit');
  showAll(points);
  notifications.show({
    title: `${file.name} is the route now`,
    message: [`${points.length} points.`, ...notes].join(' '),
  });
}
