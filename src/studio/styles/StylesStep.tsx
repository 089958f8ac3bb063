import { Divider, Stack, Text, Title } from '@mantine/core';
import { MAX_STYLES } from '../../project/params.ts';
import { PickFiles } from '../frames/PickFiles.tsx';
import { useDocument } from '../state/document-store.ts';
import { BuiltInGallery } from './BuiltInGallery.tsx';
import { Knobs } from './Knobs.tsx';
import { StyleMix } from './StyleMix.tsx';
import classes from './StylesStep.module.css';

/** The paintings to paint like, their mix, and the few knobs that matter most. */
export function StylesStep() {
  const count = useDocument(({ document }) => document?.styles.length ?? 0);
  const full = count >= MAX_STYLES;
  return (
    <Stack gap="md">
      <div>
        <Title order={2}>Paintings</Title>
        <Text size="sm" c="dimmed" mt={4}>
          {count === 0
            ? 'The film is painted like the paintings you choose here.'
            : 'The film’s paint is the mix below.'}
        </Text>
      </div>
      <StyleMix />
      <div className={classes.add} data-full={full || undefined}>
        <PickFiles as="styles" variant="subtle" size="sm" fullWidth disabled={full}>
          Add a painting
        </PickFiles>
        <Text size="xs" c="dimmed" ta="center">
          {full ? `A mix holds ${MAX_STYLES} paintings.` : 'or drop or paste any picture here'}
        </Text>
      </div>
      <BuiltInGallery />
      <Divider />
      <Knobs />
    </Stack>
  );
}
