import { type KeyboardEvent, useId, useRef } from 'react';
import { usePhotographs } from '../canvas/use-photographs.ts';
import { useDocument } from '../state/document-store.ts';
import { useRun } from '../state/run-store.ts';
import { useSession } from '../state/session-store.ts';
import { FilmHead } from './FilmHead.tsx';
import classes from './Filmstrip.module.css';
import { FilmThumb } from './FilmThumb.tsx';
import { useFilmFrames, useSelectedIndex } from './use-film-frames.ts';
import { useStripScroll } from './use-strip-scroll.ts';

const GAP = 6;
const HEIGHT = 66;
/** Twice the width on screen, for dense screens. */
const THUMB_SIDE = 256;
/** Small copies that are kept: more than are ever on screen. */
const KEPT = 160;

/** The film, frame by frame: what each looks like and whether it is painted. */
export function Filmstrip() {
  const frames = useFilmFrames();
  const count = frames.length;
  const selected = useSelectedIndex(count);
  const selectFrame = useSession((state) => state.selectFrame);
  const states = useRun((state) => state.frames);
  const cuts = useRun((state) => state.cuts);
  const painted = useRun((state) => state.painted);
  const size = useRun((state) => state.size);
  const photographs = usePhotographs(THUMB_SIDE, KEPT);
  const strip = useRef<HTMLDivElement>(null);
  const id = useId();

  const camera = useDocument(({ document }) => (document?.frames.kind === 'route' ? document.frames.view : null));
  const shape = size ?? camera;
  const aspect = shape ? shape.width / shape.height : frames[0]?.photograph.kind === 'street' ? 16 / 9 : 4 / 3;
  const width = Math.round(HEIGHT * Math.max(0.6, Math.min(2, aspect)));
  const pitch = width + GAP;
  const { first, end } = useStripScroll(strip, selected, pitch, count);

  const onKeyDown = (event: KeyboardEvent) => {
    const next = keyIndex(event.key, selected, count);
    if (next === null) return;
    event.preventDefault();
    selectFrame(next);
  };

  return (
    <div className={classes.filmstrip}>
      <FilmHead frames={frames} selected={selected} />
      {count === 0 ? (
        <p className={classes.empty}>Frames of the film appear here, in order.</p>
      ) : (
        <div
          ref={strip}
          className={classes.strip}
          role="listbox"
          tabIndex={0}
          aria-label="Frames of the film"
          aria-orientation="horizontal"
          aria-activedescendant={`${id}-${selected}`}
          onKeyDown={onKeyDown}
        >
          <div role="presentation" className={classes.track} style={{ width: count * pitch - GAP, height: HEIGHT + 4 }}>
            {frames.slice(first, end).map((frame, i) => {
              const index = first + i;
              return (
                <FilmThumb
                  key={frame.id}
                  id={`${id}-${index}`}
                  frame={frame}
                  index={index}
                  count={count}
                  state={states[index] ?? 'waiting'}
                  cut={cuts.includes(index)}
                  painted={painted[index]}
                  selected={index === selected}
                  photographs={photographs}
                  left={index * pitch}
                  width={width}
                  onSelect={selectFrame}
                />
              );
            })}
          </div>
        </div>
      )}
    </div>
  );
}

/** Where a key moves the selection; null for keys that do not. */
function keyIndex(key: string, selected: number, count: number): number | null {
  const last = count - 1;
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, selected - 1);
    case 'ArrowRight':
      return Math.min(last, selected + 1);
    case 'PageUp':
      return Math.max(0, selected - 10);
    case 'PageDown':
      return Math.min(last, selected + 10);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
