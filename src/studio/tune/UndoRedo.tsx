import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useDocument } from '../state/document-store.ts';
import { isTextField, undoKey } from './undo-keys.ts';

/** Undo and redo, by button and, wherever the focus is but in a text, by key. Stands once on the page. */
export function UndoRedo() {
  const past = useStore(useDocument.temporal, (state) => state.pastStates.length);
  const future = useStore(useDocument.temporal, (state) => state.futureStates.length);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const key = undoKey(event);
      if (!key || event.defaultPrevented || isTextField(event.target)) return;
      event.preventDefault();
      useDocument.temporal.getState()[key]();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    <ActionIcon.Group>
      <Step label="Undo" keys="Ctrl+Z" icon={<IconArrowBackUp size={18} stroke={1.6} aria-hidden />} steps={past} />
      <Step
        label="Redo"
        keys="Ctrl+Shift+Z"
        icon={<IconArrowForwardUp size={18} stroke={1.6} aria-hidden />}
        steps={future}
      />
    </ActionIcon.Group>
  );
}

interface StepProps {
  readonly label: 'Undo' | 'Redo';
  readonly keys: string;
  readonly icon: React.ReactNode;
  readonly steps: number;
}

function Step({ label, keys, icon, steps }: StepProps) {
  const take = () => {
    // Without a step these do nothing.
    const { undo, redo } = useDocument.temporal.getState();
    (label === 'Undo' ? undo : redo)();
  };
  return (
    <Tooltip label={`${label} (${keys})`}>
      <ActionIcon
        variant="default"
        size={30}
        aria-label={label}
        // Still in the order of the keyboard when there is nothing to take back, so that the focus is not lost.
        aria-disabled={steps === 0}
        {...(steps === 0 && { 'data-disabled': true })}
        onClick={take}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
