import { Text } from '@mantine/core';
import type { ToneCurve } from '../../frames/tone-curve.ts';
import { toneWords } from '../../frames/tone-words.ts';
import { driveWords, spacingWords } from '../../render/drive-words.ts';
import { useFilmFrames } from '../filmstrip/use-film-frames.ts';
import { useDocument } from '../state/document-store.ts';
import { useRun } from '../state/run-store.ts';
import { useSession } from '../state/session-store.ts';
import { routeField } from '../tune/fields.ts';
import { ParamRow } from '../tune/ParamRow.tsx';
import classes from './BalanceSection.module.css';
import { balanceReport, exposureBars } from './balance-report.ts';
import { useTones } from './use-tones.ts';

/** Whether the light of the photographs is evened out, and what that does to each. */
export function BalanceSection() {
  const params = useDocument(({ document }) => document?.params);
  const frames = useFilmFrames().length;
  const tones = useTones();
  const comparing = useRun((state) => state.comparing);
  const drive = useRun((state) => state.drive);
  const selected = useSession((state) => state.selectedFrame);
  if (!params) return null;
  const report = balanceReport({ params, frames, tones, comparing });
  const changed = tones?.some((tone) => tone !== null);
  return (
    <section aria-label="Light of the photographs">
      <ParamRow field={routeField('frame_balance')} />
      <Text size="xs" c="dimmed">
        {report}
      </Text>
      {tones && drive && (
        <Text size="xs" c="dimmed">
          {driveWords(drive)}. {spacingWords(drive, selected) ?? ''}
        </Text>
      )}
      {tones && changed && (
        <>
          <ExposurePlot tones={tones} selected={selected} label={`Change of exposure along the film: ${report}`} />
          {selected < tones.length && (
            <Text size="xs" c="dimmed">
              Frame {selected + 1}: {toneWords(tones[selected] ?? null)}
            </Text>
          )}
        </>
      )}
    </section>
  );
}

interface ExposurePlotProps {
  readonly tones: readonly (ToneCurve | null)[];
  readonly selected: number;
  readonly label: string;
}

function ExposurePlot({ tones, selected, label }: ExposurePlotProps) {
  return (
    <svg
      className={classes.plot}
      viewBox={`0 0 ${tones.length} 1`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <line className={classes.middle} x1={0} x2={tones.length} y1={0.5} y2={0.5} />
      {exposureBars(tones).map(({ top, height }, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its frame's place
          key={index}
          className={classes.bar}
          data-selected={index === selected || undefined}
          x={index + 0.1}
          width={0.8}
          y={top}
          height={height}
        />
      ))}
    </svg>
  );
}
