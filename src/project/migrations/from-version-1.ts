import type { MigrationStep } from './step.ts';

/** Defaults of version 1 that have changed since, and of new params the values that change nothing. */
const OLDER_DEFAULTS = {
  flow_method: 'dense',
  flow_edge_rule: 'ruder2016',
  flow_magnified_value: 1,
  flow_fill: 'content',
  video_cut_threshold: 0.4,
} as const;

/** From version 1, whose films trust, carry and cut by other rules: what a file does not say means what it meant then. */
export const fromVersion1: MigrationStep = (values) => {
  for (const [name, value] of Object.entries(OLDER_DEFAULTS)) if (!values.has(name)) values.set(name, value);
  return [];
};
