import { useCallback, useEffect, useState } from 'react';
import { countFilmFrames } from '../filmstrip/film-frames.ts';
import { useFilmFrames, useSelectedIndex } from '../filmstrip/use-film-frames.ts';
import { MotionStage } from '../flow/MotionStage.tsx';
import { useMotionView } from '../flow/motion-view.ts';
import { useDocument } from '../state/document-store.ts';
import { useSession } from '../state/session-store.ts';
import classes from './Canvas.module.css';
import { CanvasEmpty } from './CanvasEmpty.tsx';
import { PlayerBar, type Zoom } from './PlayerBar.tsx';
import { Stage } from './Stage.tsx';
import { useLivePicture } from './use-live-picture.ts';
import { usePlayer } from './use-player.ts';
import { usePlayerKeys } from './use-player-keys.ts';

/** The picture: the selected frame's photograph and painting, or its motion, or the film as it plays. */
export function Canvas() {
  const empty = useDocument(({ document }) => document === null || countFilmFrames(document) === 0);
  const id = useDocument((state) => state.document?.id);
  return empty ? <CanvasEmpty /> : <Film key={id} />;
}

function Film() {
  const frames = useFilmFrames();
  const count = frames.length;
  const selected = useSelectedIndex(count);
  const selectFrame = useSession((state) => state.selectFrame);
  const [zoom, setZoom] = useState<Zoom>('fit');
  const player = usePlayer();
  const { playing, setPlaying } = player;
  const motion = useMotionView(({ open }) => open);
  useLivePicture();

  // A film that has become shorter has lost the frame that was selected.
  const chosen = useSession((state) => state.selectedFrame);
  useEffect(() => {
    if (chosen !== selected) selectFrame(selected);
  }, [chosen, selected, selectFrame]);

  const toggle = useCallback(() => setPlaying(!playing), [playing, setPlaying]);
  const select = useCallback(
    (by: number) => {
      setPlaying(false);
      const { selectedFrame } = useSession.getState();
      selectFrame(Math.max(0, Math.min(count - 1, selectedFrame + by)));
    },
    [count, selectFrame, setPlaying],
  );
  usePlayerKeys(toggle, select);

  const frame = frames[selected];
  return (
    <div className={classes.canvas}>
      {motion && !playing ? (
        <MotionStage frames={frames} index={selected} />
      ) : (
        frame && <Stage frame={frame} index={selected} zoom={zoom} playing={playing} />
      )}
      <PlayerBar player={player} count={count} selected={selected} zoom={zoom} onZoom={setZoom} />
    </div>
  );
}
