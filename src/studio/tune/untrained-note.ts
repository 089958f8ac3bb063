/** What a badge says, and what it means. */
export interface UntrainedNote {
  readonly label: string;
  readonly detail: string;
}

/**
 * How results of seeded filters are labelled; null where there are none.
 * @param chosen whether the params ask for them (`nn_weights: untrained`)
 * @param layers that a run has filled with them, in network order
 */
export function untrainedNote(chosen: boolean, layers: readonly string[]): UntrainedNote | null {
  const change = 'Tune, Network, VGG-19 weights changes it.';
  if (chosen) {
    return {
      label: 'untrained: seeded filters',
      detail: `Painted with seeded random filters in place of trained ones: good for trying things out. ${change}`,
    };
  }
  if (layers.length === 0) return null;
  return {
    label: `${layers.length === 1 ? '1 layer' : `${layers.length} layers`} untrained: seeded filters`,
    detail: `The weights lack ${layers.join(', ')}; seeded random filters stand there. ${change}`,
  };
}
