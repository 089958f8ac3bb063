import { Badge, Tooltip } from '@mantine/core';
import { useDocument } from '../state/document-store.ts';
import { useRun } from '../state/run-store.ts';
import { untrainedNote } from './untrained-note.ts';

/** Marks whatever seeded filters have painted, or will; nothing where all filters are trained ones. */
export function UntrainedBadge() {
  const chosen = useDocument(({ document }) => document?.params.nn_weights === 'untrained');
  const layers = useRun((run) => run.untrainedLayers);
  const note = untrainedNote(chosen, layers);
  if (!note) return null;
  return (
    <Tooltip multiline maw={280} label={note.detail}>
      <Badge
        variant="outline"
        color="brand"
        size="sm"
        tt="none"
        tabIndex={0}
        aria-label={`${note.label}. ${note.detail}`}
      >
        {note.label}
      </Badge>
    </Tooltip>
  );
}
