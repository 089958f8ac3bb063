import { Text } from '@mantine/core';
import { filmSeconds } from '../canvas/playback.ts';
import { useFilmFrames } from '../filmstrip/use-film-frames.ts';
import { useDocument } from '../state/document-store.ts';
import { useRun } from '../state/run-store.ts';

/** How long the film is, and how much of it is painted. */
export function FilmLength() {
  const total = useFilmFrames().length;
  const fps = useDocument((state) => state.document?.params.export_fps ?? 12);
  const hold = useDocument((state) => state.document?.params.export_hold ?? 1);
  const painted = useRun(({ frames }) => {
    const open = frames.findIndex((frame) => frame !== 'painted');
    return open < 0 ? frames.length : open;
  });
  const seconds = (frames: number) => `${filmSeconds(frames, { fps, hold }).toFixed(1)} s`;
  const part = painted > 0 && painted < total;
  return (
    <div>
      <Text size="sm">
        Film of {seconds(total)}: {total} {total === 1 ? 'frame' : 'frames'}
        {hold > 1 && `, each held ${hold}`} at {fps} fps
      </Text>
      {part && (
        <Text size="sm" c="brand.4" mt={4}>
          Only the first {painted} of {total} frames are painted: an export holds those, {seconds(painted)}.
        </Text>
      )}
    </div>
  );
}
