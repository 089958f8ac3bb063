import { Badge, Tooltip } from '@mantine/core';

/** Marks whatever seeded filters have painted, or will. */
export function UntrainedBadge() {
  return (
    <Tooltip
      multiline
      maw={280}
      label="Painted with seeded random filters instead of trained ones. Good for trying things out; Tune, Network, VGG-19 weights changes it."
    >
      <Badge variant="outline" color="brand" size="sm" tt="none" tabIndex={0}>
        untrained: seeded filters
      </Badge>
    </Tooltip>
  );
}
