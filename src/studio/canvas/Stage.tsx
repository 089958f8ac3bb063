import { useMemo, useState } from 'react';
import type { Size } from '../../core/image.ts';
import type { FilmFrame, PhotographRef } from '../filmstrip/film-frames.ts';
import { useRun } from '../state/run-store.ts';
import { Divider } from './Divider.tsx';
import { LivePictureView } from './LivePictureView.tsx';
import type { Zoom } from './PlayerBar.tsx';
import classes from './Stage.module.css';
import { StatusPill } from './StatusPill.tsx';
import { type ShownPhotograph, usePhotograph, usePhotographs } from './use-photographs.ts';

/** Longest side of the photograph on the canvas, and how many stay at hand for going back and forth. */
const SIDE = 1600;
/** The built-in street is drawn, which takes a second or more: a sketch comes first. */
const STREET_SIDE = 960;
const SKETCH_SIDE = 240;
const KEPT = 6;

/** Before anything is known of the film's shape. */
const UNKNOWN: Size = { width: 4, height: 3 };
const STREET: Size = { width: 16, height: 9 };

interface StageProps {
  readonly frame: FilmFrame;
  /** of the film */
  readonly index: number;
  readonly zoom: Zoom;
  /** the film plays: the painting alone is shown */
  readonly playing: boolean;
}

/** Photograph and painting of one frame, one over the other, with the divider between them. */
export function Stage({ frame, index, zoom, playing }: StageProps) {
  const photograph = useStagePhotograph(frame.photograph, !playing);
  const url = useRun((state) => state.painted[index]);
  const inWork = useRun((state) => state.frames[index] === 'painting' && state.index === index);
  const live = useRun((state) => (state.picture?.index === index ? state.picture : null));
  const filmSize = useRun((state) => state.size);
  const evaluation = useRun((state) => (inWork ? `evaluation ${state.evaluation} of ${state.evaluations}` : null));
  const [share, setShare] = useState(0.5);
  const [seen, setSeen] = useState<Size | null>(null);

  const size = filmSize ?? seen ?? (frame.photograph.kind === 'street' ? STREET : UNKNOWN);
  const picture = inWork && live ? 'live' : url ? 'painted' : null;
  // Of a photograph that is not here there is nothing to compare with.
  const divided = picture !== null && !playing && frame.photograph.kind !== 'unfetched';
  const style = useMemo(
    () => ({
      '--aspect': size.width / size.height,
      '--width': `${size.width}px`,
      '--share': divided ? `${share * 100}%` : '0%',
    }),
    [size.width, size.height, divided, share],
  );
  const learn = (image: HTMLImageElement) => {
    if (!filmSize) setSeen({ width: image.naturalWidth, height: image.naturalHeight });
  };
  // Credits go with the picture, in a film that plays too.
  const credit = frame.credit && (
    <span className={classes.credit} translate="no">
      {frame.credit}
    </span>
  );
  const stage = (
    <div className={classes.room} data-zoom={zoom}>
      <div className={classes.stage} style={style as React.CSSProperties}>
        {!playing && (
          <div className={classes.layer}>
            {photograph ? (
              <img
                src={photograph.url}
                // The photograph before stays until this one is there: it must not be called by this one's name.
                alt={photograph.ref === frame.photograph ? `Photograph of frame ${index + 1}, ${frame.name}` : ''}
                draggable={false}
                onLoad={(event) => learn(event.currentTarget)}
              />
            ) : (
              <p className={classes.loading}>
                {frame.photograph.kind === 'unfetched'
                  ? 'This photograph is not here: fetch it under Route.'
                  : 'The photograph is being fetched …'}
              </p>
            )}
            <span className={classes.label} data-side="left">
              photograph
            </span>
          </div>
        )}
        {picture && (
          <div className={classes.layer} data-over>
            {picture === 'live' && live ? (
              <LivePictureView picture={live} label={`Painting of frame ${index + 1} in work`} />
            ) : (
              <img
                src={url}
                alt={`Painting of frame ${index + 1}, ${frame.name}`}
                draggable={false}
                decoding="sync"
                onLoad={(event) => learn(event.currentTarget)}
              />
            )}
            {!playing && (
              <span className={classes.label} data-side="right">
                painting{evaluation && `, ${evaluation}`}
              </span>
            )}
          </div>
        )}
        {divided && <Divider share={share} onChange={setShare} />}
        {!frame.signed && credit}
        {!frame.signed && !playing && zoom === 'fit' && <StatusPill index={index} />}
      </div>
      {/* A picture at its own size may be too small to carry a line of text. */}
      {!frame.signed && !playing && zoom === 'one' && <StatusPill index={index} />}
    </div>
  );
  return (
    <div className={classes.frame}>
      {stage}
      {frame.signed && (
        <div className={classes.foot}>
          {!playing && <StatusPill index={index} />}
          {credit}
        </div>
      )}
    </div>
  );
}

/** The best there is of a photograph: a sketch of the street until it is drawn in full. */
function useStagePhotograph(ref: PhotographRef, wanted: boolean): ShownPhotograph | null {
  const isStreet = ref.kind === 'street';
  const sketches = usePhotographs(SKETCH_SIDE, KEPT);
  const photographs = usePhotographs(isStreet ? STREET_SIDE : SIDE, KEPT);
  const sketch = usePhotograph(sketches, wanted && isStreet ? ref : null);
  const full = usePhotograph(photographs, wanted ? ref : null);
  const isNow = (shown: ShownPhotograph | null) => shown?.ref === ref;
  return isNow(full) ? full : isNow(sketch) ? sketch : (full ?? sketch);
}
