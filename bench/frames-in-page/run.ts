// `npm run bench:frames`: many frames from a local server through the page into IndexedDB, then the page opened again with them. In the
// browser of the tests, with the stand-in for Panoramax; pictures are drawn before the clock runs.
import { parseArgs } from 'node:util';
import { serveAll } from './serve.ts';
import { fetchFrames, reopen } from './visit.ts';

const HELP = `Usage: npm run bench:frames -- [--frames 500] [--reloads 5] [--width 2048]

Fetches frames of a street from a local server through the page into IndexedDB, then reloads the page as often as told.
Prints JSON: seconds and bytes of the download, memory of all of the browser's processes before, at its peak and after; and of each reload, at
the step with the map and at one without, the milliseconds until the filmstrip stands, until a jump to the last frame has selected it, until that
frame's picture is there, and, back at the first frames, theirs. Beside each and beside the download, the load of the machine.
--width N   of the panoramas that the server sends, in pixels
`;

const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '500' },
    reloads: { type: 'string', default: '5' },
    width: { type: 'string', default: '2048' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

const frames = Number(values.frames);
console.error(`Drawing ${frames} panoramas …`);
const served = await serveAll({ frames, width: Number(values.width) });
try {
  console.error('Fetching …');
  const fetched = await fetchFrames(served, frames);
  console.error('Reloading …');
  const load = served.load();
  const times = Number(values.reloads);
  const reloads = {
    Route: await reopen(served, 'Route', frames, times),
    Frames: await reopen(served, 'Frames', frames, times),
  };
  console.log(JSON.stringify({ frames, load, fetched, reloads }, null, 2));
} finally {
  await served.close();
}
