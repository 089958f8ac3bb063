import { Alert, Button, Group, Progress, Text } from '@mantine/core';
import { IconBinoculars, IconPlayerStop } from '@tabler/icons-react';
import { useRef } from 'react';
import type { ScoutedPlace } from '../../frames/scout/scouted.ts';
import type { SourceFacts } from '../../frames/source-facts.ts';
import { RunError } from '../render/RunError.tsx';
import { useServices } from '../services-context.tsx';
import { useKeptFocus } from '../shell/use-kept-focus.ts';
import { useDocument } from '../state/document-store.ts';
import { routeField } from '../tune/fields.ts';
import { ParamRow } from '../tune/ParamRow.tsx';
import { Milestones } from './Milestones.tsx';
import { useMap } from './map-store.ts';
import classes from './ScoutReport.module.css';
import { ScoutReport } from './ScoutReport.tsx';
import { Section } from './Section.tsx';
import { startScout } from './scout-controller.ts';
import { type ScoutState, useScout } from './scout-store.ts';
import { routeConflict } from './source-rules.ts';
import { usePlan, useScouted } from './use-plan.ts';

/** What there is along the way, before anything is paid or downloaded. */
export function ScoutSection({ source }: { source: SourceFacts }) {
  const services = useServices();
  const plan = usePlan();
  const scouted = useScouted();
  const { status, answered, total, error, cancel } = useScout();
  const conflict = useDocument(({ document }) => (document ? routeConflict(document.params) : null));
  const stale = status === 'done' && scouted === null;
  const outcome = useRef<HTMLDivElement>(null);
  const kept = useKeptFocus<HTMLDivElement>();
  const look = async () => {
    await startScout(services);
    // Marks say what they are while nothing else on the map takes the mouse.
    const { mode, setMode } = useMap.getState();
    if (mode === 'edit' && useScout.getState().status === 'done') setMode('look');
    // It stands below the button, mostly out of sight.
    outcome.current?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <Section title="What is there">
      <div>
        <ParamRow field={routeField('route_search_radius_m')} />
        <ParamRow field={routeField('route_outdoor_only')} />
      </div>
      <div {...kept} className={classes.outcome}>
        {status === 'looking' ? (
          <>
            <Progress value={total === 0 ? 0 : (answered / total) * 100} aria-label="Places looked at" />
            <Group gap="xs">
              <Text size="sm">
                {answered} of {total} places
              </Text>
              <Button
                size="compact-xs"
                variant="default"
                leftSection={<IconPlayerStop size={14} stroke={1.6} aria-hidden />}
                onClick={cancel}
              >
                Stop
              </Button>
            </Group>
          </>
        ) : (
          <Button
            variant={scouted ? 'default' : 'filled'}
            leftSection={<IconBinoculars size={16} stroke={1.6} aria-hidden />}
            disabled={!plan || conflict !== null}
            onClick={() => void look()}
          >
            Look what is there (free)
          </Button>
        )}
      </div>
      <Milestones
        done={answered}
        total={total}
        what="places"
        end={status === 'looking' ? null : endOf(status, total)}
      />
      {stale && (
        <Text size="xs" c="dimmed">
          The way or the source is another one now: look again.
        </Text>
      )}
      <div ref={outcome} className={classes.outcome}>
        {status === 'failed' && error && <RunError error={error} />}
        {status === 'stopped' && (
          <Text size="sm" c="dimmed">
            Stopped after {answered} of {total} places.
          </Text>
        )}
        {scouted && scouted.length > 0 && <Findings source={source} scouted={scouted} done={status === 'done'} />}
      </div>
    </Section>
  );
}

/** What else comes of it is said where it stands: of what was found by the report, of a failure by its alert. */
function endOf(status: ScoutState['status'], total: number): string {
  if (status === 'done') return `All ${total} places were looked at.`;
  return status === 'stopped' ? 'Looking was stopped.' : '';
}

interface FindingsProps {
  readonly source: SourceFacts;
  readonly scouted: readonly ScoutedPlace[];
  readonly done: boolean;
}

function Findings({ source, scouted, done }: FindingsProps) {
  if (done && scouted.every(({ state }) => state === 'gap')) {
    return (
      <Alert color="brand" variant="light" title={`${source.title} has nothing along this way`}>
        Widen the search radius, move the way, or choose another source.
      </Alert>
    );
  }
  return (
    <>
      <ScoutReport source={source} />
      <div>
        <ParamRow field={routeField('frame_dedupe')} />
        <ParamRow field={routeField('frame_min_move_m')} />
      </div>
    </>
  );
}
