import 'uplot/dist/uPlot.min.css';
import { Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { type LossPoint, useRun } from '../state/run-store.ts';
import { createLossPlot, LOSS_CURVES } from './loss-plot.ts';
import { lossSummary } from './loss-series.ts';
import classes from './RenderStep.module.css';

/** The loss of the frame in work, or of the last one, by evaluation, on a logarithmic scale. */
export function LossCurve() {
  const losses = useRun((state) => state.losses);
  const index = useRun((state) => state.index);
  return (
    <section aria-labelledby="loss-curve">
      <div className={classes.curveHead}>
        <Title order={3} id="loss-curve">
          Loss, frame {index + 1}
        </Title>
        <Text size="xs" c="dimmed">
          by evaluation, log scale
        </Text>
      </div>
      {losses.length > 0 ? (
        <>
          <ul className={classes.key} aria-hidden>
            {LOSS_CURVES.map(({ label, color }) => (
              <li key={label}>
                <span className={classes.swatch} style={{ background: `var(${color})` }} />
                {label}
              </li>
            ))}
          </ul>
          <Plot losses={losses} />
        </>
      ) : (
        <Text size="sm" c="dimmed" mt={4}>
          The curve begins with the first evaluation.
        </Text>
      )}
    </section>
  );
}

function Plot({ losses }: { losses: readonly LossPoint[] }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<ReturnType<typeof createLossPlot>>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = createLossPlot(element, element.clientWidth);
    plot.current = made;
    const observer = new ResizeObserver(() => made.resize(element.clientWidth));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.current = null;
      made.destroy();
    };
  }, []);
  useEffect(() => plot.current?.show(losses), [losses]);
  return <div ref={place} className={classes.plot} role="img" aria-label={lossSummary(losses)} />;
}
