import { Anchor, Text } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { type FramesPrice, type ScoutSummary, summariseScout } from '../../frames/scout/scout-summary.ts';
import type { PlaceState } from '../../frames/scout/scouted.ts';
import type { SourceFacts } from '../../frames/source-facts.ts';
import { filmSize } from '../../render/prepare.ts';
import { MARK_COLOURS } from '../../route/maps/colours.ts';
import { filmSeconds } from '../canvas/playback.ts';
import { useFilmTiming } from '../canvas/use-film-timing.ts';
import { bytesText } from '../projects/bytes-text.ts';
import { formatDuration } from '../render/durations.ts';
import { paintingSeconds, recallRate } from '../render/measured-rate.ts';
import { useDocument } from '../state/document-store.ts';
import { lengthText } from './distances.ts';
import { measuredBytesPerFrame, useFetch } from './fetch-store.ts';
import classes from './ScoutReport.module.css';
import { STATE_WORDS } from './state-words.ts';
import { useScoutedRoute } from './use-plan.ts';
import { YearRange } from './YearRange.tsx';

/** More gaps than these are named by their number. */
const MOST_GAPS = 5;

/** What was found along the way, and what a film of it takes: frames, price, download, time. */
export function ScoutReport({ source }: { source: SourceFacts }) {
  const route = useScoutedRoute();
  const params = useDocument(({ document }) => document?.params);
  const bytesPerFrame = useFetch((state) => params && measuredBytesPerFrame(state, params));
  const summary = useMemo(
    () => route && summariseScout(route, source, bytesPerFrame ?? source.bytesPerFrame),
    [route, source, bytesPerFrame],
  );
  if (!summary) return null;
  return (
    <>
      <YearRange summary={summary} />
      <StateBar summary={summary} />
      {summary.frames > 0 && <FilmOfIt summary={summary} />}
    </>
  );
}

function FilmOfIt({ summary }: { summary: ScoutSummary }) {
  return (
    <>
      <Gaps summary={summary} />
      <dl className={classes.facts}>
        <FilmFact frames={summary.frames} />
        <Fact name="Price">{summary.price ? <Price price={summary.price} /> : 'free'}</Fact>
        <Fact name="Download">
          {summary.bytes === null ? 'known once the first frames are here' : `about ${bytesText(summary.bytes)}`}
        </Fact>
        <PaintingFact frames={summary.frames} />
      </dl>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** How the places came out, as a bar and in words. */
function StateBar({ summary: { counts, places } }: { summary: ScoutSummary }) {
  const states = (Object.keys(STATE_WORDS) as PlaceState[]).filter((state) => counts[state] > 0);
  return (
    <div>
      <div className={classes.bar} aria-hidden>
        {states.map((state) => (
          <span key={state} style={{ width: `${(counts[state] / places) * 100}%`, background: MARK_COLOURS[state] }} />
        ))}
      </div>
      <Text size="sm" mt={4} aria-live="polite">
        {states.map((state) => `${counts[state]} ${STATE_WORDS[state]}`).join(', ')}
      </Text>
    </div>
  );
}

function Gaps({ summary: { gaps } }: { summary: ScoutSummary }) {
  if (gaps.length === 0) return null;
  const named = gaps.slice(0, MOST_GAPS).map(({ from, to }) => `${lengthText(from)} to ${lengthText(to)}`);
  const more = gaps.length > MOST_GAPS ? ` and ${gaps.length - MOST_GAPS} more` : '';
  return (
    <Text size="xs" c="brand.4">
      {gaps.length === 1 ? 'A long gap' : `${gaps.length} long gaps`}: {named.join(', ')}
      {more} of the way. The film leaps there.
    </Text>
  );
}

function Price({ price }: { price: FramesPrice }) {
  const { withinFree, least, most, freePerMonth, listed, link } = price;
  const text = withinFree
    ? `nothing while this month’s ${freePerMonth.toLocaleString('en')} free are not used up, else $${most.toFixed(2)}`
    : `$${least.toFixed(2)} to $${most.toFixed(2)}`;
  return (
    <>
      {text}, by the list of {listed} (
      <Anchor href={link} target="_blank" rel="noreferrer" size="sm">
        look it up
      </Anchor>
      )
    </>
  );
}

function FilmFact({ frames }: { frames: number }) {
  const timing = useFilmTiming();
  return (
    <Fact name="Film">
      {frames} {frames === 1 ? 'frame' : 'frames'}, {filmSeconds(frames, timing).toFixed(1)} s
    </Fact>
  );
}

/** Painting time at the rate of the last frame that was painted in this browser. */
function PaintingFact({ frames }: { frames: number }) {
  const params = useDocument(({ document }) => document?.params);
  const rate = useMemo(recallRate, []);
  if (!params) return null;
  const size = filmSize({ width: params.frame_width, height: params.frame_height }, params.input_max_size);
  return (
    <Fact name="Painting">
      {rate
        ? `about ${formatDuration(paintingSeconds(rate, params, size, frames))} at ${size.width}×${size.height}, at the rate measured here (${rate.adapter})`
        : 'not known yet: paint a frame of any film here, and its rate is measured'}
    </Fact>
  );
}
