import { Progress, Text } from '@mantine/core';
import type { WeightsProgress } from '../../engine/network/loader.ts';
import classes from './RenderStep.module.css';

/** How far the download of the network's weights is. */
export function WeightsDownload({ progress: { file, done, total } }: { progress: WeightsProgress }) {
  const share = total > 0 ? done / total : 0;
  const text = `${megabytes(done)} of ${megabytes(total)} MB`;
  return (
    <section aria-label="Weights of the network">
      <div className={classes.row}>
        <Text size="sm">Weights of the network</Text>
        <Text size="xs" c="dimmed" className={classes.figure}>
          {text}
        </Text>
      </div>
      <Progress.Root size="sm" mt={6}>
        <Progress.Section value={share * 100} aria-label="Download of the weights" aria-valuetext={text} />
      </Progress.Root>
      <Text size="xs" c="dimmed" mt={4} truncate>
        {file}
      </Text>
    </section>
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
