import { Loader, SegmentedControl } from '@mantine/core';
import { useMemo } from 'react';
import { PleinAirError } from '../../core/errors.ts';
import { flowWheel } from '../../flow/colours.ts';
import { depthBar } from '../../flow/epipolar/depth-colours.ts';
import stage from '../canvas/Stage.module.css';
import type { FilmFrame } from '../filmstrip/film-frames.ts';
import { useDocument } from '../state/document-store.ts';
import { PATH_COLOURS } from './geometry-pictures.ts';
import { MotionPicture } from './MotionPicture.tsx';
import classes from './MotionStage.module.css';
import type { MotionPictures } from './motion-messages.ts';
import { type MotionPair, motionPair } from './motion-pair.ts';
import {
  cameraText,
  MOTION_VIEWS,
  type MotionViewName,
  useMotionView,
  VIEW_LABELS,
  viewPicture,
  viewText,
} from './motion-view.ts';
import { useMotionPictures } from './use-motion-pictures.ts';

/** Pixels of the legend: twice its size on screen. */
const WHEEL = 144;
const BAR = { width: 144, height: 10 };
const PATH_LABELS = { epipolar: 'along its epipolar line', itself: 'by itself', untrusted: 'not trusted' } as const;

interface MotionStageProps {
  /** of the film */
  readonly frames: readonly FilmFrame[];
  /** the selected frame; its motion is that from the frame which is painted before it */
  readonly index: number;
}

/** What the motion between two neighbouring frames looks like, in place of the frames themselves. */
export function MotionStage({ frames, index }: MotionStageProps) {
  const direction = useDocument(({ document }) => document?.params.video_direction ?? 'forward');
  const method = useDocument(({ document }) => document?.params.flow_method);
  const pair = motionPair(index, frames.length, direction);
  if (!pair) return <p className={classes.note}>A single frame has no motion: add another one.</p>;
  if (method === 'none') {
    return (
      <p className={classes.note}>No motion is looked for: flow_method is none, so no frame is held to another.</p>
    );
  }
  return <Pair frames={frames} pair={pair} />;
}

function Pair({ frames, pair }: { frames: readonly FilmFrame[]; pair: MotionPair }) {
  const { shown, show } = useMotionView();
  const [earlier, later] = [frames[pair.before]!, frames[pair.after]!];
  const [from, to] = [pair.before + 1, pair.after + 1];
  const seen = useMotionPictures(earlier, later);
  const { signed = false } = later;
  const credits = [...new Set([earlier.credit, later.credit])].filter((credit) => credit !== undefined);
  return (
    <div className={classes.pair}>
      {seen.status === 'seen' ? (
        <Seen pictures={seen.pictures} shown={shown} from={from} to={to} credits={credits} signed={signed} />
      ) : (
        <div className={classes.note} role="status">
          {seen.status === 'waiting' && (
            <>
              <Loader size={16} aria-hidden /> The motion from frame {from} to frame {to} is being looked for …
            </>
          )}
          {seen.status === 'missing' && 'The photographs of these two frames are not both here.'}
          {seen.status === 'failed' && failureText(seen.error)}
        </div>
      )}
      <SegmentedControl
        size="xs"
        className={classes.switch}
        aria-label="What is shown of the motion"
        value={shown}
        onChange={(value) => show(value as MotionViewName)}
        data={MOTION_VIEWS.map((value) => ({ value, label: VIEW_LABELS[value] }))}
      />
    </div>
  );
}

function failureText(error: unknown): string {
  if (error instanceof PleinAirError) return error.text;
  return `The motion could not be looked for: ${error instanceof Error ? error.message : String(error)}`;
}

interface SeenProps {
  readonly pictures: MotionPictures;
  readonly shown: MotionViewName;
  /** numbers of the frames, from 1 */
  readonly from: number;
  readonly to: number;
  readonly credits: readonly string[];
  /** see `FilmFrame` */
  readonly signed: boolean;
}

function Seen({ pictures, shown, from, to, credits, signed }: SeenProps) {
  const { width, height } = pictures.motion;
  const picture = viewPicture(shown, pictures);
  const text = viewText(shown, pictures, from, to);
  const credit = credits.length > 0 && (
    <span className={stage.credit} translate="no">
      {credits.join(' · ')}
    </span>
  );
  return (
    <>
      <div className={stage.frame}>
        <div className={stage.room} data-zoom="fit">
          <div className={stage.stage} style={{ '--aspect': width / height } as React.CSSProperties}>
            <div className={stage.layer}>
              {picture ? (
                <MotionPicture picture={picture} label={`${VIEW_LABELS[shown]} from frame ${from} to ${to}`} />
              ) : (
                <p className={classes.nothing}>Depth is not known.</p>
              )}
              <span className={stage.label} data-side="left">
                frame {from} → {to}
              </span>
            </div>
            <Legend shown={shown} pictures={pictures} />
            {!signed && credit}
          </div>
        </div>
        {signed && <div className={stage.foot}>{credit}</div>}
      </div>
      <p className={classes.text} aria-live="polite">
        <span>{text}</span>
        <span>{cameraText(pictures, from, to)}</span>
      </p>
    </>
  );
}

/** What the colours of a view mean. */
function Legend({ shown, pictures: { largest, depth } }: Pick<SeenProps, 'shown' | 'pictures'>) {
  const wheel = useMemo(() => flowWheel(WHEEL), []);
  const bar = useMemo(() => depthBar(BAR.width, BAR.height), []);
  if (shown === 'motion') {
    return (
      <div className={classes.wheel}>
        <MotionPicture
          picture={wheel}
          label="Colours of the directions: right is red, down yellow, left blue-green, up violet"
        />
        <span>{largest.toFixed(1)} px</span>
      </div>
    );
  }
  if (shown === 'depth' && depth && depth.nearest > 0) {
    return (
      <div className={classes.bar}>
        <MotionPicture picture={bar} label="Colours of depth: dark blue is far, bright yellow near" />
        <span>far</span>
        <span>≤ {(1 / depth.nearest).toFixed(1)} × the way between the frames</span>
      </div>
    );
  }
  if (shown === 'paths') {
    return (
      <ul className={classes.keys}>
        {(Object.keys(PATH_LABELS) as (keyof typeof PATH_LABELS)[]).map((kind) => (
          <li key={kind}>
            <i style={{ background: `rgb(${PATH_COLOURS[kind].join(' ')})` }} aria-hidden />
            {PATH_LABELS[kind]}
          </li>
        ))}
      </ul>
    );
  }
  return null;
}
