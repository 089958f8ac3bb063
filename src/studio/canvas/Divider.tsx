import { IconArrowsHorizontal } from '@tabler/icons-react';
import type { KeyboardEvent, PointerEvent } from 'react';
import classes from './Stage.module.css';

const STEP = 0.02;
const LARGE_STEP = 0.1;

interface DividerProps {
  /** of the picture that shows the photograph, 0–1, from the left */
  readonly share: number;
  onChange(share: number): void;
}

/** The line between photograph and painting: dragged, or moved by arrow keys, Page Up and Down, Home and End. */
export function Divider({ share, onChange }: DividerProps) {
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const stage = event.currentTarget.parentElement;
    if (!stage || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { left, width } = stage.getBoundingClientRect();
    onChange(clamp((event.clientX - left) / width));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = keyShare(event.key, share);
    if (next === null) return;
    event.preventDefault();
    onChange(clamp(next));
  };
  return (
    <div
      className={classes.divider}
      role="slider"
      tabIndex={0}
      aria-label="Divider between photograph and painting"
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={`photograph ${Math.round(share * 100)} %, painting ${Math.round(100 - share * 100)} %`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus({ focusVisible: false } as FocusOptions);
        event.preventDefault();
      }}
      onPointerMove={drag}
      onKeyDown={onKeyDown}
    >
      <span className={classes.handle}>
        <IconArrowsHorizontal size={18} stroke={1.8} aria-hidden />
      </span>
    </div>
  );
}

/** Where a key moves the divider; null for keys that do not. */
function keyShare(key: string, share: number): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return share - STEP;
    case 'ArrowRight':
    case 'ArrowUp':
      return share + STEP;
    case 'PageDown':
      return share - LARGE_STEP;
    case 'PageUp':
      return share + LARGE_STEP;
    case 'Home':
      return 0;
    case 'End':
      return 1;
    default:
      return null;
  }
}

function clamp(share: number): number {
  return Math.max(0, Math.min(1, share));
}
