import { IconBrush, IconCheck, IconCloudDown, IconCut } from '@tabler/icons-react';
import { memo } from 'react';
import type { Photographs } from '../canvas/photographs.ts';
import { usePhotograph } from '../canvas/use-photographs.ts';
import type { FrameState } from '../state/run-store.ts';
import classes from './Filmstrip.module.css';
import { FrameBar } from './FrameBar.tsx';
import type { FilmFrame } from './film-frames.ts';

interface FilmThumbProps {
  readonly id: string;
  readonly frame: FilmFrame;
  readonly index: number;
  readonly count: number;
  readonly state: FrameState;
  /** the film begins anew with this frame */
  readonly cut: boolean;
  /** object URL of the painting */
  readonly painted: string | undefined;
  readonly selected: boolean;
  readonly photographs: Photographs | null;
  /** pixels */
  readonly left: number;
  readonly width: number;
  onSelect(index: number): void;
}

/** A frame of the strip: its painting, or its photograph in the shade until it is painted. */
export const FilmThumb = memo(function FilmThumb(props: FilmThumbProps) {
  const { id, frame, index, count, state, cut, painted, selected, photographs, left, width, onSelect } = props;
  const photograph = usePhotograph(photographs, painted === undefined ? frame.photograph : null);
  const url = painted ?? photograph?.url;
  // What is painted stays so, also where the picture it was painted from is no longer kept.
  const unfetched = frame.photograph.kind === 'unfetched' && state !== 'painted';
  return (
    // The listbox above takes the keys for all of its options.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      id={id}
      role="option"
      // Focus stays on the listbox, which names its option by aria-activedescendant.
      tabIndex={-1}
      className={classes.thumb}
      data-state={unfetched ? 'unfetched' : state}
      data-selected={selected || undefined}
      data-signed={(frame.signed && painted === undefined) || undefined}
      aria-selected={selected}
      aria-setsize={count}
      aria-posinset={index + 1}
      aria-label={`frame ${index + 1}, ${frame.name}, ${unfetched ? 'not fetched' : state}${cut ? ', begins anew' : ''}`}
      style={{ left, width }}
      onClick={() => onSelect(index)}
    >
      {unfetched && <IconCloudDown size={20} stroke={1.4} aria-hidden className={classes.unfetched} />}
      {url && <img src={url} alt="" draggable={false} decoding="async" />}
      {cut && (
        <span className={classes.cut} title="Too little of this frame follows the one before it: the film begins anew">
          <IconCut size={11} stroke={2.2} aria-hidden />
        </span>
      )}
      {state === 'painted' && (
        <span className={classes.mark}>
          <IconCheck size={11} stroke={3} aria-hidden />
        </span>
      )}
      {state === 'painting' && (
        <>
          <span className={classes.mark}>
            <IconBrush size={11} stroke={2.4} aria-hidden />
          </span>
          <FrameBar />
        </>
      )}
    </div>
  );
});
