import { Button, Chip, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useId, useState } from 'react';
import classes from './BenchPage.module.css';
import { startBench, stopBench } from './bench-controller.ts';
import { type BenchPlan, type EngineName, WIDTHS } from './bench-plan.ts';

const ENGINE_WORDS: Readonly<Record<EngineName, string>> = {
  fused: 'Fused, WebGPU',
  tfjs: 'TensorFlow.js, WebGPU',
  wasm: 'TensorFlow.js, WebAssembly',
};

/** What is to be timed. */
export function BenchForm({ first, running }: { readonly first: BenchPlan; readonly running: boolean }) {
  const [plan, setPlan] = useState(first);
  const layers = useId();
  const change = (part: Partial<BenchPlan>) => setPlan({ ...plan, ...part });
  const nothing = plan.engines.length === 0 || plan.widths.length === 0;
  return (
    <Stack gap="md" component="section" aria-label="What to measure">
      <fieldset className={classes.choice}>
        <legend>Engines</legend>
        <Chip.Group
          multiple
          value={[...plan.engines]}
          onChange={(engines) => change({ engines: engines as EngineName[] })}
        >
          <Group gap="xs">
            {Object.entries(ENGINE_WORDS).map(([name, words]) => (
              <Chip key={name} value={name} size="sm" variant="outline" disabled={running}>
                {words}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </fieldset>
      <fieldset className={classes.choice}>
        <legend>Sizes</legend>
        <Chip.Group
          multiple
          value={plan.widths.map(String)}
          onChange={(widths) => change({ widths: widths.map(Number) })}
        >
          <Group gap="xs">
            {WIDTHS.map((width) => (
              <Chip key={width} value={String(width)} size="sm" variant="outline" disabled={running}>
                {`${width}×${width}`}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </fieldset>
      <div>
        <Text id={layers} size="sm" fw={600} mb={6}>
          Layers
        </Text>
        <SegmentedControl
          aria-labelledby={layers}
          size="xs"
          disabled={running}
          value={plan.layers}
          onChange={(chosen) => change({ layers: chosen as BenchPlan['layers'] })}
          data={[
            { value: 'default', label: 'As for painting' },
            { value: 'shallow', label: 'First two blocks, for a quick try' },
          ]}
        />
      </div>
      <div className={classes.actions}>
        <Button onClick={() => startBench(plan)} disabled={running || nothing}>
          Measure
        </Button>
        <Button variant="default" onClick={stopBench} disabled={!running}>
          Stop
        </Button>
        {nothing && (
          <Text size="sm" c="dimmed">
            Choose an engine and a size.
          </Text>
        )}
      </div>
    </Stack>
  );
}
