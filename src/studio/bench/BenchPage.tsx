import { Anchor, Stack, Text, Title } from '@mantine/core';
import { useAdapter } from '../shell/adapter-context.tsx';
import { BenchForm } from './BenchForm.tsx';
import classes from './BenchPage.module.css';
import { BenchResults } from './BenchResults.tsx';
import { firstPlan } from './bench-plan.ts';
import { useBench } from './bench-store.ts';

/** How fast the engines are on this machine. */
export function BenchPage() {
  const { state, name, detail } = useAdapter();
  const run = useBench((bench) => bench.run);
  return (
    <main className={classes.page}>
      <Stack gap="lg" className={classes.column}>
        <header>
          <Anchor href="/" size="sm" c="brand.4">
            Plein Air
          </Anchor>
          <Title order={1} size="1.75rem" mt={4}>
            Benchmark
          </Title>
          <Text c="dark.1" mt={6} maw="44rem">
            Times the style engines on this machine, side by side: one evaluation is the loss and the gradient of one
            picture, and a frame takes 50 to 300 of them. Nothing is downloaded, and nothing is sent anywhere.
          </Text>
          <Text size="sm" c="dimmed" mt={6} maw="44rem">
            {state === 'ready' || state === 'asking' ? name : detail}
          </Text>
        </header>
        {state !== 'asking' && <BenchForm first={firstPlan(state === 'ready')} running={run?.status === 'running'} />}
        {run && <BenchResults run={run} />}
      </Stack>
    </main>
  );
}
